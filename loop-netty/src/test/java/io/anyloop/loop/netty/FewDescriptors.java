package io.anyloop.loop.netty;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.Deque;

/// Leaves this program a few descriptors, really: by its own limit, and by opening all others. On Linux.
public final class FewDescriptors implements AutoCloseable {
    private static final int OPEN_FILES = 7; // RLIMIT_NOFILE
    private static final long LIMIT = 600;
    private static final boolean IS_LINUX = System.getProperty("os.name").startsWith("Linux");

    private final Deque<FileInputStream> taken = new ArrayDeque<>();
    private final long before;

    /// Whether this system is of the kind.
    ///
    /// @return whether a test can have one
    public static boolean isPossible() {
        return IS_LINUX;
    }

    /// Takes all but a few.
    ///
    /// @param free how many can be opened still
    /// @throws IOException if one cannot be given back
    public FewDescriptors(int free) throws IOException {
        before = limit(LIMIT);
        try {
            while (true) {
                taken.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            // Now there are none.
        }
        for (int i = 0; i < free; i++) {
            taken.pop().close();
        }
    }

    @Override
    public void close() throws IOException {
        limit(before);
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }

    /// Sets the limit.
    ///
    /// @return what it was
    private static long limit(long next) {
        try (var arena = Arena.ofConfined()) {
            var both = arena.allocate(ValueLayout.JAVA_LONG, 2);
            call("getrlimit", both);
            long was = both.get(ValueLayout.JAVA_LONG, 0);
            both.set(ValueLayout.JAVA_LONG, 0, next);
            call("setrlimit", both);
            return was;
        }
    }

    @SuppressWarnings("restricted") // Only the call of the system sets a limit.
    private static void call(String name, MemorySegment limits) {
        var linker = Linker.nativeLinker();
        var type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        try {
            var handle =
                    linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
            int failed = (int) handle.invokeExact(OPEN_FILES, limits);
            if (failed != 0) {
                throw new AssertionError(name + " fails");
            }
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
