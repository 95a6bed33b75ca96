package io.anyloop.agent;

import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.ReturnInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/// What is done to one method of the JDK's: a call of the hook before, around or after its code, which stays as it is.
final class Change {
    private static final ClassDesc HOOK = ClassDesc.of("sun.nio.ch.AnyloopHook");
    private static final ClassDesc PROGRAM = ClassDesc.of("sun.nio.ch.AnyloopProgram");
    private static final ClassDesc DESCRIPTOR = ClassDesc.of("java.io.FileDescriptor");
    private static final MethodTypeDesc OF_DESCRIPTOR =
            MethodTypeDesc.of(ConstantDescs.CD_void, DESCRIPTOR);
    private static final MethodTypeDesc OF_NUMBER =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_int);
    private static final MethodTypeDesc OF_THROWN =
            MethodTypeDesc.of(
                    ConstantDescs.CD_Throwable,
                    ConstantDescs.CD_Throwable,
                    ConstantDescs.CD_Object);

    private static final MethodTypeDesc OF_OBJECT =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Object);

    private static final ClassDesc LOCK = ClassDesc.of("java.util.concurrent.locks.ReentrantLock");
    private static final MethodTypeDesc OF_LOCK =
            MethodTypeDesc.of(ConstantDescs.CD_void, LOCK, ConstantDescs.CD_Object);

    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);
    private static final MethodTypeDesc ASKS = MethodTypeDesc.of(ConstantDescs.CD_boolean);
    private static final MethodTypeDesc ASKS_DESCRIPTOR =
            MethodTypeDesc.of(ConstantDescs.CD_boolean, DESCRIPTOR);
    private static final MethodTypeDesc OF_READ =
            MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_boolean, DESCRIPTOR);

    /// `sun.nio.ch.IOStatus.UNAVAILABLE`
    private static final int UNAVAILABLE = -2;

    /// Where a change is if there are several to one method, the innermost first.
    private enum Depth {
        AROUND_THE_CODE,
        BEFORE,
        AROUND_ALL
    }

    final String owner;
    final String method;
    final Function<MethodModel, CodeTransform> code;
    private final Depth depth;

    private Change(String owner, String method, Function<MethodModel, CodeTransform> code) {
        this(owner, method, Depth.BEFORE, code);
    }

    private Change(
            String owner, String method, Depth depth, Function<MethodModel, CodeTransform> code) {
        this.depth = depth;
        this.owner = owner;
        this.method = method;
        this.code = code;
    }

    String name() {
        return owner + "." + method;
    }

    /// All that is done to one method, as one.
    static CodeTransform all(List<Change> changes, MethodModel method) {
        return changes.stream()
                .sorted(Comparator.comparing(change -> change.depth))
                .map(change -> change.code.apply(method))
                .reduce(CodeTransform::andThen)
                .orElseThrow();
    }

    boolean isOf(MethodModel found) {
        return method.equals(found.methodName().stringValue() + found.methodType().stringValue());
    }

    // ---------------------------------------------------------------- kinds

    /// Asks the hook's method of the same name first: if it says true, the method has nothing left to do.
    static Change ask(String owner, String method) {
        return ask(owner, method, method.substring(0, method.indexOf('(')));
    }

    /// Tells the hook's method of the same name first.
    static Change tell(String owner, String method) {
        return new Change(
                owner,
                method,
                found ->
                        atStart(code -> {
                            loadParameters(code, found);
                            code.invokestatic(
                                    HOOK,
                                    found.methodName().stringValue(),
                                    found.methodTypeSymbol());
                        }));
    }

    /// Asks a method of the hook's first: if it says true, the method has nothing left to do, and returns that where it returns a
    /// truth.
    static Change ask(String owner, String method, String by) {
        return new Change(owner, method, found -> new Ask(found, by));
    }

    /// Tells the hook before the method and after it, however it ends.
    static Change surround(String owner, String method, String before, String after) {
        return new Change(
                owner,
                method,
                Depth.AROUND_THE_CODE,
                found -> new Surround(code -> code.invokestatic(HOOK, before, NOTHING), after));
    }

    /// As [#surround], for a read of `java.io.FileInputStream`: the hook is told what is read, too.
    static Change surroundRead(String owner, String method, String before, String after) {
        ClassDesc stream = ClassDesc.of(owner);
        return new Change(
                owner,
                method,
                Depth.AROUND_THE_CODE,
                found ->
                        new Surround(
                                code -> {
                                    Label notOnHub = code.newLabel();
                                    code.aload(0)
                                            .getfield(stream, "fd", DESCRIPTOR)
                                            .invokestatic(HOOK, "isOnHub", ASKS_DESCRIPTOR)
                                            .ifeq(notOnHub)
                                            .aload(0)
                                            .invokespecial(stream, "isRegularFile", ASKS)
                                            .aload(0)
                                            .getfield(stream, "fd", DESCRIPTOR)
                                            .invokestatic(HOOK, before, OF_READ)
                                            .labelBinding(notOnHub);
                                },
                                after));
    }

    /// Says that the descriptor which is the first parameter is about to be closed.
    static Change closesParameter(String owner, String method) {
        return new Change(
                owner,
                method,
                found ->
                        atStart(code ->
                                code.aload(1).invokestatic(HOOK, "closing", OF_DESCRIPTOR)));
    }

    /// Says that the descriptor in a field is about to be closed.
    static Change closesField(String owner, String method, String field) {
        return new Change(
                owner,
                method,
                found ->
                        atStart(code ->
                                code.aload(0)
                                        .getfield(ClassDesc.of(owner), field, ConstantDescs.CD_int)
                                        .invokestatic(HOOK, "closing", OF_NUMBER)));
    }

    /// Spares a read that would find nothing, and hears of the others. For `tryRead(FileDescriptor, byte[], int, int)`.
    static Change gateReads(String owner, String method) {
        return new Change(owner, method, found -> new ReadGate());
    }

    /// Passes what the method throws through a method of the hook's, which may throw something else instead.
    static Change guard(String owner, String method, String by) {
        return new Change(owner, method, Depth.AROUND_ALL, found -> new Guard(by));
    }

    /// Gives way first, where the method may wait for others to say something: what is due may come out of it.
    static Change giveWayAtRead(String owner, String method) {
        return new Change(
                owner,
                method,
                found ->
                        atStart(code ->
                                code.aload(0).invokestatic(HOOK, "giveWayAtRead", OF_OBJECT)));
    }

    /// Gives way first, by a method of the hook's. Nothing comes out of it.
    static Change giveWay(String owner, String method, String by) {
        return new Change(
                owner, method, found -> atStart(code -> code.invokestatic(HOOK, by, NOTHING)));
    }

    /// Has the hook take each lock that the method takes, for what the method is called on.
    static Change takeLocks(String owner, String method) {
        return new Change(owner, method, found -> Change::takingLocks);
    }

    /// Lets the hook refuse first.
    static Change refuse(String owner, String method) {
        return new Change(
                owner,
                method,
                found ->
                        atStart(code ->
                                code.aload(0).invokestatic(HOOK, "refuseAbandoned", OF_OBJECT)));
    }

    /// Passes a parameter through a method of the hook's first, which gets another one as well. Of a constructor, before it calls
    /// another.
    static Change replaceParameter(
            String owner, String method, int other, int parameter, String by) {
        return new Change(
                owner,
                method,
                found -> new Replace(found, List.of(other, parameter), parameter, HOOK, by));
    }

    /// As [#replaceParameter], by what looks after programs: it gets two parameters in their order, and the first of the two or the
    /// second is replaced.
    static Change replaceForProgram(
            String owner, String method, int first, int second, int replaced, String by) {
        return new Change(
                owner,
                method,
                found -> new Replace(found, List.of(first, second), replaced, PROGRAM, by));
    }

    /// Has Java's launcher take another class than it has found, and look at that as it does at each.
    static Change replaceLaunched(String owner, String method, String look) {
        MethodTypeDesc looks = MethodTypeDesc.of(ConstantDescs.CD_void, ConstantDescs.CD_Class);
        MethodTypeDesc replaces = MethodTypeDesc.of(ConstantDescs.CD_Class, ConstantDescs.CD_Class);
        return new Change(
                owner,
                method,
                found ->
                        (code, element) -> {
                            if (element instanceof ReturnInstruction) {
                                code.invokestatic(PROGRAM, "launched", replaces)
                                        .dup()
                                        .invokestatic(ClassDesc.of(owner), look, looks);
                            }
                            code.with(element);
                        });
    }

    /// Passes what the method returns, and what it is called on, through a method of what looks after programs.
    static Change replaceResult(String owner, String method, String by) {
        ClassDesc type = ClassDesc.of(owner);
        return new Change(
                owner,
                method,
                found ->
                        (code, element) -> {
                            if (element instanceof ReturnInstruction) {
                                ClassDesc result = found.methodTypeSymbol().returnType();
                                code.aload(0)
                                        .invokestatic(
                                                PROGRAM,
                                                by,
                                                MethodTypeDesc.of(result, result, type));
                            }
                            code.with(element);
                        });
    }

    // ---------------------------------------------------------------- code

    private interface Start {
        void write(CodeBuilder code);
    }

    private static CodeTransform atStart(Start start) {
        return new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                start.write(code);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                code.with(element);
            }
        };
    }

    private static void loadParameters(CodeBuilder code, MethodModel method) {
        int slot = code.parameterSlot(0);
        for (ClassDesc parameter : method.methodTypeSymbol().parameterList()) {
            TypeKind kind = TypeKind.from(parameter);
            code.loadLocal(kind, slot);
            slot += kind.slotSize();
        }
    }

    private static void takingLocks(CodeBuilder code, CodeElement element) {
        if (element instanceof InvokeInstruction call
                && call.owner().asSymbol().equals(LOCK)
                && call.name().equalsString("lock")) {
            code.aload(0).invokestatic(HOOK, "lock", OF_LOCK);
        } else {
            code.with(element);
        }
    }

    private static final class Ask implements CodeTransform {
        private final MethodModel method;
        private final String by;

        Ask(MethodModel method, String by) {
            this.method = method;
            this.by = by;
        }

        @Override
        public void atStart(CodeBuilder code) {
            MethodTypeDesc type = method.methodTypeSymbol();
            loadParameters(code, method);
            code.invokestatic(HOOK, by, type.changeReturnType(ConstantDescs.CD_boolean));
            Label goOn = code.newLabel();
            code.ifeq(goOn);
            if (type.returnType().equals(ConstantDescs.CD_boolean)) {
                code.iconst_1().ireturn();
            } else {
                code.return_();
            }
            code.labelBinding(goOn);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }

    private record Replace(
            MethodModel method, List<Integer> given, int replaced, ClassDesc owner, String by)
            implements CodeTransform {

        @Override
        public void atStart(CodeBuilder code) {
            MethodTypeDesc type = method.methodTypeSymbol();
            for (int parameter : given) {
                code.aload(code.parameterSlot(parameter));
            }
            ClassDesc[] types = given.stream().map(type::parameterType).toArray(ClassDesc[]::new);
            code.invokestatic(owner, by, MethodTypeDesc.of(type.parameterType(replaced), types))
                    .astore(code.parameterSlot(replaced));
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }
    }

    private static final class ReadGate implements CodeTransform {
        private static final MethodTypeDesc TELLS =
                MethodTypeDesc.of(
                        ConstantDescs.CD_void,
                        ConstantDescs.CD_int,
                        DESCRIPTOR,
                        ConstantDescs.CD_int);

        @Override
        public void atStart(CodeBuilder code) {
            Label goOn = code.newLabel();
            code.aload(1)
                    .invokestatic(HOOK, "isDrained", ASKS_DESCRIPTOR)
                    .ifeq(goOn)
                    .bipush(UNAVAILABLE)
                    .ireturn()
                    .labelBinding(goOn);
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof ReturnInstruction) {
                code.dup().aload(1).iload(4).invokestatic(HOOK, "hasRead", TELLS);
            }
            code.with(element);
        }
    }

    private static final class Surround implements CodeTransform {
        private final Start before;
        private final String after;
        private Label start;

        Surround(Start before, String after) {
            this.before = before;
            this.after = after;
        }

        @Override
        public void atStart(CodeBuilder code) {
            before.write(code);
            start = code.newBoundLabel();
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            if (element instanceof ReturnInstruction) {
                code.invokestatic(HOOK, after, NOTHING);
            }
            code.with(element);
        }

        @Override
        public void atEnd(CodeBuilder code) {
            Label end = code.newBoundLabel();
            Label handler = code.newBoundLabel();
            code.invokestatic(HOOK, after, NOTHING).athrow();
            code.exceptionCatchAll(start, end, handler);
        }
    }

    private static final class Guard implements CodeTransform {
        private final String by;
        private Label start;

        Guard(String by) {
            this.by = by;
        }

        @Override
        public void atStart(CodeBuilder code) {
            start = code.newBoundLabel();
        }

        @Override
        public void accept(CodeBuilder code, CodeElement element) {
            code.with(element);
        }

        @Override
        public void atEnd(CodeBuilder code) {
            Label end = code.newBoundLabel();
            Label handler = code.newBoundLabel();
            code.aload(0).invokestatic(HOOK, by, OF_THROWN).athrow();
            code.exceptionCatchAll(start, end, handler);
        }
    }
}
