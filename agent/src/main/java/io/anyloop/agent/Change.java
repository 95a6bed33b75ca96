package io.anyloop.agent;

/// What is done to one method of the JDK's: a call of the hook before, around or after its code, which stays as it is.
final class Change {
    static final String LOCK = "java/util/concurrent/locks/ReentrantLock";
    private static final String HOOK = "sun/nio/ch/AnyloopHook";
    private static final String PROGRAM = "sun/nio/ch/AnyloopProgram";
    private static final String DESCRIPTOR = "Ljava/io/FileDescriptor;";
    private static final String NOTHING = "()V";
    private static final String OF_OBJECT = "(Ljava/lang/Object;)V";

    /// `sun.nio.ch.IOStatus.UNAVAILABLE`
    private static final int UNAVAILABLE = -2;

    /// Where a change is if there are several to one method, the innermost first.
    enum Depth {
        AROUND_THE_CODE,
        BEFORE,
        AROUND_ALL
    }

    /// Not a lambda for each: making one takes a program that starts half a millisecond.
    private enum Kind {
        ASK,
        TELL,
        SURROUND,
        SURROUND_READ,
        CLOSES_PARAMETER,
        CLOSES_FIELD,
        GATE_READS,
        GUARD,
        TELL_OBJECT,
        GIVE_WAY,
        TAKE_LOCKS,
        REPLACE,
        REPLACE_FOR_PROGRAM,
        REPLACE_LAUNCHED,
        REPLACE_RESULT
    }

    final String owner;
    final String method;
    final Depth depth;
    private final Kind kind;

    /// A method of the hook's, or what else the kind wants to know.
    private final String by;

    private final String after;
    private final int[] parameters;

    private Change(Kind kind, Depth depth, String owner, String method, String by, String after) {
        this(kind, depth, owner, method, by, after, new int[0]);
    }

    private Change(Kind kind, String owner, String method, String by, int... parameters) {
        this(kind, Depth.BEFORE, owner, method, by, null, parameters);
    }

    private Change(
            Kind kind,
            Depth depth,
            String owner,
            String method,
            String by,
            String after,
            int[] parameters) {
        this.kind = kind;
        this.depth = depth;
        this.owner = owner;
        this.method = method;
        this.by = by;
        this.after = after;
        this.parameters = parameters;
    }

    String name() {
        return owner + "." + method;
    }

    // ---------------------------------------------------------------- kinds

    /// Asks the hook's method of the same name first: if it says true, the method has nothing left to do.
    static Change ask(String owner, String method) {
        return ask(owner, method, nameOf(method));
    }

    private static String nameOf(String method) {
        return method.substring(0, method.indexOf('('));
    }

    /// Tells the hook's method of the same name first.
    static Change tell(String owner, String method) {
        return new Change(Kind.TELL, owner, method, nameOf(method));
    }

    /// Asks a method of the hook's first: if it says true, the method has nothing left to do, and returns that where it returns a
    /// truth.
    static Change ask(String owner, String method, String by) {
        return new Change(Kind.ASK, owner, method, by);
    }

    /// Tells the hook before the method and after it, however it ends.
    static Change surround(String owner, String method, String before, String after) {
        return new Change(Kind.SURROUND, Depth.AROUND_THE_CODE, owner, method, before, after);
    }

    /// As [#surround], for a read of `java.io.FileInputStream`: the hook is told what is read, too.
    static Change surroundRead(String owner, String method, String before, String after) {
        return new Change(Kind.SURROUND_READ, Depth.AROUND_THE_CODE, owner, method, before, after);
    }

    /// Says that the descriptor which is the first parameter is about to be closed.
    static Change closesParameter(String owner, String method) {
        return new Change(Kind.CLOSES_PARAMETER, owner, method, "closing");
    }

    /// Says that the descriptor in a field is about to be closed.
    static Change closesField(String owner, String method, String field) {
        return new Change(Kind.CLOSES_FIELD, owner, method, field);
    }

    /// Spares a read that would find nothing, and hears of the others. For `tryRead(FileDescriptor, byte[], int, int)`.
    static Change gateReads(String owner, String method) {
        return new Change(Kind.GATE_READS, owner, method, "isDrained");
    }

    /// Passes what the method throws through a method of the hook's, which may throw something else instead.
    static Change guard(String owner, String method, String by) {
        return new Change(Kind.GUARD, Depth.AROUND_ALL, owner, method, by, null);
    }

    /// Gives way first, where the method may wait for others to say something: what is due may come out of it.
    static Change giveWayAtRead(String owner, String method) {
        return new Change(Kind.TELL_OBJECT, owner, method, "giveWayAtRead");
    }

    /// Gives way first, by a method of the hook's. Nothing comes out of it.
    static Change giveWay(String owner, String method, String by) {
        return new Change(Kind.GIVE_WAY, owner, method, by);
    }

    /// Has the hook take each lock that the method takes, for what the method is called on.
    static Change takeLocks(String owner, String method) {
        return new Change(Kind.TAKE_LOCKS, owner, method, "lock");
    }

    /// Lets the hook refuse first.
    static Change refuse(String owner, String method) {
        return new Change(Kind.TELL_OBJECT, owner, method, "refuseAbandoned");
    }

    /// Passes a parameter through a method of the hook's first, which gets another one as well. Of a constructor, before it calls
    /// another.
    static Change replaceParameter(
            String owner, String method, int other, int parameter, String by) {
        return new Change(Kind.REPLACE, owner, method, by, other, parameter, parameter);
    }

    /// As [#replaceParameter], by what looks after programs: it gets two parameters in their order, and the first of the two or the
    /// second is replaced.
    static Change replaceForProgram(
            String owner, String method, int first, int second, int replaced, String by) {
        return new Change(Kind.REPLACE_FOR_PROGRAM, owner, method, by, first, second, replaced);
    }

    /// Has Java's launcher take another class than it has found, and look at that as it does at each.
    static Change replaceLaunched(String owner, String method, String look) {
        return new Change(Kind.REPLACE_LAUNCHED, owner, method, look);
    }

    /// Passes what the method returns, and what it is called on, through a method of what looks after programs.
    static Change replaceResult(String owner, String method, String by) {
        return new Change(Kind.REPLACE_RESULT, owner, method, by);
    }

    // ---------------------------------------------------------------- code

    /// Adds this to what is done to the method.
    void apply(Edit edit) {
        switch (kind) {
            case ASK -> ask(edit);
            case TELL -> {
                Snippet code = edit.snippet(edit.parametersSize());
                edit.loadParameters(code);
                edit.begin(code.call(HOOK, by, edit.type));
            }
            case SURROUND -> surround(edit, edit.snippet(0).call(HOOK, by, NOTHING));
            case SURROUND_READ -> surround(edit, tellOfRead(edit));
            case CLOSES_PARAMETER ->
                    edit.begin(edit.snippet(1).aload(1).call(HOOK, by, "(" + DESCRIPTOR + ")V"));
            case CLOSES_FIELD ->
                    edit.begin(
                            edit.snippet(1)
                                    .aload(0)
                                    .field(inner(owner), by, "I")
                                    .call(HOOK, "closing", "(I)V"));
            case GATE_READS -> gateReads(edit);
            case GUARD -> {
                String type = "(Ljava/lang/Throwable;Ljava/lang/Object;)Ljava/lang/Throwable;";
                edit.handle(edit.snippet(2).aload(0).call(HOOK, by, type).raise());
            }
            case TELL_OBJECT -> edit.begin(edit.snippet(1).aload(0).call(HOOK, by, OF_OBJECT));
            case GIVE_WAY -> edit.begin(edit.snippet(0).call(HOOK, by, NOTHING));
            case TAKE_LOCKS ->
                    edit.lock =
                            edit.snippet(1)
                                    .aload(0)
                                    .call(HOOK, by, "(L" + LOCK + ";Ljava/lang/Object;)V");
            case REPLACE -> replace(edit, HOOK);
            case REPLACE_FOR_PROGRAM -> replace(edit, PROGRAM);
            case REPLACE_LAUNCHED ->
                    edit.beforeReturn =
                            edit.snippet(1)
                                    .call(
                                            PROGRAM,
                                            "launched",
                                            "(Ljava/lang/Class;)Ljava/lang/Class;")
                                    .duplicate()
                                    .call(inner(owner), by, "(Ljava/lang/Class;)V");
            case REPLACE_RESULT -> {
                String type = "(" + edit.result() + "L" + inner(owner) + ";)" + edit.result();
                edit.beforeReturn = edit.snippet(1).aload(0).call(PROGRAM, by, type);
            }
        }
    }

    private static String inner(String name) {
        return name.replace('.', '/');
    }

    private void ask(Edit edit) {
        Snippet code = edit.snippet(Math.max(1, edit.parametersSize()));
        edit.loadParameters(code);
        code.call(HOOK, by, edit.parameters() + "Z").ifFalse();
        if (edit.result().equals("Z")) {
            code.push(1).returnInt();
        } else {
            code.returnNothing();
        }
        edit.begin(code.end());
    }

    private void surround(Edit edit, Snippet before) {
        edit.handle(edit.snippet(1).call(HOOK, after, NOTHING).raise());
        edit.begin(before);
        edit.beforeReturn = edit.snippet(0).call(HOOK, after, NOTHING);
    }

    private Snippet tellOfRead(Edit edit) {
        String stream = inner(owner);
        return edit.snippet(2)
                .aload(0)
                .field(stream, "fd", DESCRIPTOR)
                .call(HOOK, "isOnHub", "(" + DESCRIPTOR + ")Z")
                .ifFalse()
                .aload(0)
                .callPrivate(stream, "isRegularFile", "()Z")
                .aload(0)
                .field(stream, "fd", DESCRIPTOR)
                .call(HOOK, by, "(Z" + DESCRIPTOR + ")V")
                .end();
    }

    private void gateReads(Edit edit) {
        edit.begin(
                edit.snippet(1)
                        .aload(1)
                        .call(HOOK, by, "(" + DESCRIPTOR + ")Z")
                        .ifFalse()
                        .push(UNAVAILABLE)
                        .returnInt()
                        .end());
        edit.beforeReturn =
                edit.snippet(3)
                        .duplicate()
                        .aload(1)
                        .load('I', 4)
                        .call(HOOK, "hasRead", "(I" + DESCRIPTOR + "I)V");
    }

    private void replace(Edit edit, String hook) {
        Edit.Parameter first = edit.slots().get(parameters[0]);
        Edit.Parameter second = edit.slots().get(parameters[1]);
        Edit.Parameter replaced = edit.slots().get(parameters[2]);
        edit.begin(
                edit.snippet(2)
                        .aload(first.slot())
                        .aload(second.slot())
                        .call(hook, by, "(" + first.type() + second.type() + ")" + replaced.type())
                        .astore(replaced.slot()));
    }
}
