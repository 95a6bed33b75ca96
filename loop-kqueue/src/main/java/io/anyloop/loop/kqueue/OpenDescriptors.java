package io.anyloop.loop.kqueue;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// Asks the system whether a descriptor is open. Any thread.
final class OpenDescriptors {
    private static final int F_GETFD = 1; // on every system
    private static final MethodHandle FCNTL = fcntl();

    private OpenDescriptors() {}

    /// `fcntl(2)` takes a third argument for other questions.
    @SuppressWarnings("restricted")
    private static MethodHandle fcntl() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find("fcntl").orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT),
                Linker.Option.firstVariadicArg(2));
    }

    /// @throws IOException if it is not open
    static void check(int descriptor) throws IOException {
        if (flags(descriptor) < 0) {
            throw new IOException(
                    "Descriptor %d is not open: Bad file descriptor.".formatted(descriptor));
        }
    }

    private static int flags(int descriptor) {
        try {
            return (int) FCNTL.invokeExact(descriptor, F_GETFD);
        } catch (Throwable e) {
            throw new AssertionError("fcntl cannot be called", e);
        }
    }
}
