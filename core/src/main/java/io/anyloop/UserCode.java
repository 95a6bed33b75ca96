package io.anyloop;

import java.util.Set;

/// Tells from a stack whether a greenlet is in code of its user's, called from where user code is called in a greenlet: then
/// nothing of its hub is half done.
final class UserCode {
    /// Whose methods run user code in a greenlet, holding nothing.
    private static final Set<String> CALLERS =
            Set.of(
                    "io.anyloop.Action",
                    "io.anyloop.Greenlet",
                    "io.anyloop.GreenletScope",
                    "io.anyloop.GreenletTask",
                    "io.anyloop.ExecutorRun",
                    "io.anyloop.Group",
                    "io.anyloop.GroupScope",
                    "io.anyloop.Pool",
                    "io.anyloop.PoolJob",
                    "io.anyloop.Timeout");

    private UserCode() {}

    /// @param stack the innermost frame first
    static boolean isAtTop(StackTraceElement[] stack) {
        for (int i = 0; i < stack.length; i++) {
            if (isOurs(stack[i])) {
                return i > 0
                        && CALLERS.contains(outer(stack[i].getClassName()))
                        && isUsers(stack, i);
            }
        }
        return stack.length > 0;
    }

    /// Whether a class is being loaded or initialised.
    static boolean isAtClasses(StackTraceElement[] stack) {
        for (StackTraceElement frame : stack) {
            if (frame.getMethodName().equals("<clinit>")
                    || frame.getMethodName().equals("loadClass")
                            && frame.getClassName().equals("java.lang.ClassLoader")) {
                return true;
            }
        }
        return false;
    }

    /// Whether there is anything but frames of the JDK above ours.
    private static boolean isUsers(StackTraceElement[] stack, int ours) {
        for (int i = 0; i < ours; i++) {
            if (!isOfJdk(stack[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOfJdk(StackTraceElement frame) {
        String module = frame.getModuleName();
        return module != null && (module.startsWith("java.") || module.startsWith("jdk."));
    }

    /// Whether a frame is neither the JDK's nor ours.
    static boolean isOfUser(StackTraceElement frame) {
        return !isOfJdk(frame) && !isOurs(frame);
    }

    private static boolean isOurs(StackTraceElement frame) {
        String type = frame.getClassName();
        return type.startsWith("io.anyloop.") && type.lastIndexOf('.') == "io.anyloop".length();
    }

    private static String outer(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
