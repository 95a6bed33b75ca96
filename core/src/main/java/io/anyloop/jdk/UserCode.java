package io.anyloop.jdk;

import io.anyloop.base.Ours;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/// Tells from a stack whether a greenlet is in code of its user's, called from where user code is called in a greenlet: then
/// nothing of its hub is half done.
public final class UserCode {
    /// Whose methods run user code in a greenlet, holding nothing.
    static final Set<String> CALLERS =
            Set.of(
                    "io.anyloop.function.Action",
                    "io.anyloop.kernel.Strand",
                    "io.anyloop.GreenletScope",
                    "io.anyloop.GreenletTask",
                    "io.anyloop.ExecutorRun",
                    "io.anyloop.adopt.Main",
                    "io.anyloop.adopt.Pools",
                    "io.anyloop.group.Group",
                    "io.anyloop.group.GroupScope",
                    "io.anyloop.group.Pool",
                    "io.anyloop.blocking.PoolJob",
                    "io.anyloop.Timeout");

    /// Of the JDK, where files are read or written for whoever calls.
    private static final List<String> FILES =
            List.of("java.io.", "java.nio.", "sun.nio.", "java.util.stream.");

    private static final Set<String> READERS =
            Set.of("java.util.Iterator", "java.util.Scanner", "java.util.Spliterators");

    private static final List<String> OF_THE_JDK =
            List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

    /// Writes as a stream, which is what logs are written with.
    private static final String WRITER = "sun.nio.ch.ChannelOutputStream";

    private static final StackWalker WALKER = StackWalker.getInstance();

    private UserCode() {}

    /// Whether the caller uses a file in code of its user's, and through nothing of the JDK's but what files are for: archives,
    /// loaders of classes and generators of random numbers hold locks meanwhile that everybody wants, also who cannot leave
    /// its thread.
    public static boolean isAtItsFile() {
        return WALKER.walk(new Search());
    }

    private static final class Search implements Function<Stream<StackWalker.StackFrame>, Boolean> {
        @Override
        public Boolean apply(Stream<StackWalker.StackFrame> frames) {
            Iterator<StackWalker.StackFrame> rest = frames.iterator();
            StackWalker.StackFrame frame = next(rest);
            while (frame != null && isOfHook(frame.getClassName())) {
                frame = next(rest);
            }
            while (frame != null && isOfAny(OF_THE_JDK, frame.getClassName())) {
                if (!isForFiles(frame.getClassName())) {
                    return false;
                }
                frame = next(rest);
            }
            boolean isAtClasses = false;
            for (; frame != null && !isAtClasses; frame = next(rest)) {
                isAtClasses =
                        frame.getMethodName().equals("<clinit>")
                                || isOfLoader(frame.getClassName());
            }
            return !isAtClasses;
        }

        private static StackWalker.StackFrame next(Iterator<StackWalker.StackFrame> rest) {
            return rest.hasNext() ? rest.next() : null;
        }
    }

    private static boolean isOfHook(String type) {
        return type.startsWith("io.anyloop.") || type.startsWith("sun.nio.ch.AnyloopHook");
    }

    private static boolean isForFiles(String type) {
        return !type.equals(WRITER) && (isOfAny(FILES, type) || READERS.contains(outer(type)));
    }

    private static boolean isOfLoader(String type) {
        return type.equals("java.lang.ClassLoader")
                || type.equals("java.net.URLClassLoader")
                || type.startsWith("jdk.internal.loader.");
    }

    private static boolean isOfAny(List<String> packages, String type) {
        for (String prefix : packages) {
            if (type.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /// @param stack the innermost frame first
    public static boolean isAtTop(StackTraceElement[] stack) {
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
    public static boolean isAtClasses(StackTraceElement[] stack) {
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
    public static boolean isOfUser(StackTraceElement frame) {
        return !isOfJdk(frame) && !isOurs(frame);
    }

    private static boolean isOurs(StackTraceElement frame) {
        return Ours.has(frame.getClassName());
    }

    private static String outer(String type) {
        int nested = type.indexOf('$');
        return nested < 0 ? type : type.substring(0, nested);
    }
}
