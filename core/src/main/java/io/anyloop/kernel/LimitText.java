package io.anyloop.kernel;

import io.anyloop.base.Times;

/// What a [Limit] tells of itself.
final class LimitText {
    private static final StackWalker WALKER = StackWalker.getInstance();

    private LimitText() {}

    static String length(long nanos, boolean silent) {
        return nanos == Times.FOREVER ? "never" : seconds(nanos) + (silent ? ", silent" : "");
    }

    private static String seconds(long nanos) {
        long millis = Math.round(nanos / 1e6);
        String number = millis % 1000 == 0 ? "" + millis / 1000 : "" + millis / 1000.0;
        return number + (number.equals("1") ? " second" : " seconds");
    }

    static String cut(Object wait, long waited) {
        return waited <= 0 ? wait.toString() : "%s after %s".formatted(wait, seconds(waited));
    }

    /// Where a timeout was started.
    ///
    /// @param origin the place itself, or null if it was not remembered
    /// @param stack else the stack of the greenlet when it was cut off
    /// @param type the class whose method `limited` runs the code of the call form
    /// @param level and which of the calls of limits on it is the timeout's, counted from the outermost; 0 if none is
    static String start(
            StackTraceElement origin, StackTraceElement[] stack, int level, Class<?> type) {
        StackTraceElement place = origin != null ? origin : caller(stack, level, type.getName());
        return place == null ? "" : ", started at " + place;
    }

    private static StackTraceElement caller(StackTraceElement[] stack, int level, String type) {
        int left = level;
        for (int i = stack.length - 1; i >= 0 && left > 0; i--) {
            boolean isCall =
                    stack[i].getMethodName().equals("limited")
                            && stack[i].getClassName().equals(type);
            if (isCall && --left == 0) {
                int at = i;
                while (at < stack.length && stack[at].getClassName().equals(type)) {
                    at++;
                }
                return at < stack.length ? stack[at] : null;
            }
        }
        return null;
    }

    /// Who starts one now.
    static StackTraceElement caller(Class<?> type) {
        return WALKER.walk(frames ->
                frames.dropWhile(frame -> isOf(frame.getClassName(), type))
                        .findFirst()
                        .map(StackWalker.StackFrame::toStackTraceElement)
                        .orElse(null));
    }

    private static boolean isOf(String name, Class<?> type) {
        return name.startsWith(type.getName()) || name.startsWith(Limit.class.getName());
    }
}
