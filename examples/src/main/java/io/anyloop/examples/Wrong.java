package io.anyloop.examples;

/// What a program of the demo did is not what it should have done.
final class Wrong extends Exception {
    private static final long serialVersionUID = 1;

    Wrong(String what) {
        super(what);
    }

    Wrong(String what, Throwable cause) {
        super(what, cause);
    }

    @Override
    public String toString() {
        return getMessage();
    }

    static void unless(boolean right, String what, Object... values) throws Wrong {
        if (!right) {
            throw new Wrong(what.formatted(values));
        }
    }
}
