package io.anyloop.agent;

/// A few instructions that are added to a method. What may jump in it jumps to its own end.
final class Snippet {
    private final Constants constants;
    final Bytes bytes = new Bytes();

    /// What it has on the stack at most. Counted by who writes it.
    final int stack;

    /// Where it is jumped to, or -1.
    int target = -1;

    private int jump = -1;

    Snippet(Constants constants, int stack) {
        this.constants = constants;
        this.stack = stack;
    }

    int size() {
        return bytes.size();
    }

    /// @param kind of the value, as in descriptors
    Snippet load(char kind, int slot) {
        return local(
                switch (kind) {
                    case 'J' -> 22;
                    case 'F' -> 23;
                    case 'D' -> 24;
                    case 'L', '[' -> 25;
                    default -> 21;
                },
                slot);
    }

    Snippet aload(int slot) {
        return local(25, slot);
    }

    Snippet astore(int slot) {
        return local(58, slot);
    }

    private Snippet local(int operation, int slot) {
        bytes.u1(operation).u1(slot);
        return this;
    }

    Snippet call(String owner, String name, String type) {
        bytes.u1(184).u2(constants.method(owner, name, type));
        return this;
    }

    Snippet callPrivate(String owner, String name, String type) {
        bytes.u1(183).u2(constants.method(owner, name, type));
        return this;
    }

    Snippet field(String owner, String name, String type) {
        bytes.u1(180).u2(constants.field(owner, name, type));
        return this;
    }

    Snippet push(int small) {
        bytes.u1(16).u1(small);
        return this;
    }

    Snippet duplicate() {
        bytes.u1(89);
        return this;
    }

    Snippet returnInt() {
        bytes.u1(172);
        return this;
    }

    Snippet returnNothing() {
        bytes.u1(177);
        return this;
    }

    Snippet raise() {
        bytes.u1(191);
        return this;
    }

    /// Jumps to the [#end] if what is on the stack is false.
    Snippet ifFalse() {
        jump = size();
        bytes.u1(153).u2(0);
        return this;
    }

    /// The end, which is jumped to.
    Snippet end() {
        target = size();
        bytes.setU2(jump + 1, target - jump);
        return this;
    }
}
