package io.anyloop.agent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What is done to the code of one method, change by change from the innermost to the outermost.
final class Edit {
    /// What is thrown in a part of the method is caught, and goes on through a few instructions behind the code.
    ///
    /// @param lead how long before the method's own code the part begins; it ends where the instructions begin
    record Handler(int lead, Snippet code) {}

    final ClassBytes file;
    final ClassBytes.Member method;

    /// What the method takes and returns.
    final String type;

    final Constants constants;
    final List<Handler> handlers = new ArrayList<>();

    /// Before the code, the outermost first.
    private final Deque<Snippet> first = new ArrayDeque<>();

    private int lead;

    /// Before each return; null for nothing.
    Snippet beforeReturn;

    /// In place of each call that takes a lock; null for nothing.
    Snippet lock;

    Edit(ClassBytes file, ClassBytes.Member method, Constants constants) {
        this.file = file;
        this.method = method;
        type = method.type();
        this.constants = constants;
    }

    /// @param stack what it needs at most
    Snippet snippet(int stack) {
        return new Snippet(constants, stack);
    }

    /// Puts instructions before all that is there so far.
    void begin(Snippet code) {
        first.addFirst(code);
        lead += code.size();
    }

    /// How long what is before the method's own code is.
    int lead() {
        return lead + padding();
    }

    /// Whether the method's own code stays in one piece. Then no place in it need be looked at.
    boolean movesAsOne() {
        return beforeReturn == null && lock == null;
    }

    /// So many instructions that do nothing come first. Switches are aligned by four, and so remain what they are.
    int padding() {
        return movesAsOne() ? -lead & 3 : 0;
    }

    Iterable<Snippet> first() {
        return first;
    }

    void handle(Snippet code) {
        handlers.add(new Handler(lead, code));
    }

    boolean isStatic() {
        return method.isStatic();
    }

    /// What the hook takes: the parameters of the method, in parentheses.
    String parameters() {
        return type.substring(0, type.indexOf(')') + 1);
    }

    String result() {
        return type.substring(type.indexOf(')') + 1);
    }

    /// Where the parameters begin.
    List<Parameter> slots() {
        List<Parameter> all = new ArrayList<>();
        int slot = isStatic() ? 0 : 1;
        for (int at = 1; type.charAt(at) != ')'; ) {
            int end = at;
            while (type.charAt(end) == '[') {
                end++;
            }
            end = type.charAt(end) == 'L' ? type.indexOf(';', end) + 1 : end + 1;
            Parameter parameter = new Parameter(type.substring(at, end), slot);
            all.add(parameter);
            slot += parameter.size();
            at = end;
        }
        return all;
    }

    /// @param slot where it is among the locals
    record Parameter(String type, int slot) {
        char kind() {
            return type.charAt(0);
        }

        int size() {
            return kind() == 'J' || kind() == 'D' ? 2 : 1;
        }
    }

    /// Loads all parameters.
    void loadParameters(Snippet code) {
        for (Parameter parameter : slots()) {
            code.load(parameter.kind(), parameter.slot());
        }
    }

    /// How much room all parameters take on the stack.
    int parametersSize() {
        int size = 0;
        for (Parameter parameter : slots()) {
            size += parameter.size();
        }
        return size;
    }
}
