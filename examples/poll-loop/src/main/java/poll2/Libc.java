package poll2;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of the system that the loop takes. They decide nothing.
final class Libc {
    static final int POLLIN = 0x01;
    static final int POLLOUT = 0x04;
    static final int POLLERR = 0x08;
    static final int POLLHUP = 0x10;
    static final int POLLNVAL = 0x20;

    private static final int EINTR = 4;
    private static final int EMFILE = 24;
    private static final Linker LINKER = Linker.nativeLinker();
    private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
    private static final MemoryLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO_OF =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MemorySegment BYTE = Arena.global().allocate(1);

    private static final MethodHandle POLL = call("poll", JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT);
    private static final MethodHandle PIPE = call("pipe", JAVA_INT, ADDRESS);
    private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle WRITE = call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);

    private Libc() {}

    private static MethodHandle call(String name, ValueLayout result, ValueLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name),
                FunctionDescriptor.of(result, arguments),
                ERRNO);
    }

    @FunctionalInterface
    private interface Call {
        long with(MemorySegment state) throws Throwable;
    }

    /// An interrupted call has done nothing, and returns 0.
    private static long run(String name, Call call) throws IOException {
        try (var arena = Arena.ofConfined()) {
            var state = arena.allocate(STATE);
            long result = call.with(state);
            int errno = (int) ERRNO_OF.get(state, 0L);
            if (result < 0 && errno != EINTR) {
                throw new IOException(name + " failed: " + reason(errno));
            }
            return Math.max(0, result);
        } catch (IOException | RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new AssertionError("a call of the system throws nothing else", e);
        }
    }

    private static String reason(int errno) {
        return errno == EMFILE
                ? "too many open files; close some, or raise the limit (ulimit -n)"
                : "errno " + errno;
    }

    /// @param entries of 8 bytes each: the descriptor, what is asked, what was found
    static int poll(MemorySegment entries, int count, int millis) throws IOException {
        return (int) run("poll", state -> (int) POLL.invokeExact(state, entries, (long) count, millis));
    }

    /// @return the end to read, and the end to write
    static int[] pipe() throws IOException {
        try (var arena = Arena.ofConfined()) {
            var ends = arena.allocate(JAVA_INT, 2);
            run("pipe", state -> (int) PIPE.invokeExact(state, ends));
            return ends.toArray(JAVA_INT);
        }
    }

    static void readByte(int descriptor) throws IOException {
        run("read", state -> (long) READ.invokeExact(state, descriptor, BYTE, 1L));
    }

    static void writeByte(int descriptor) throws IOException {
        run("write", state -> (long) WRITE.invokeExact(state, descriptor, BYTE, 1L));
    }

    static void close(int descriptor) throws IOException {
        run("close", state -> (int) CLOSE.invokeExact(state, descriptor));
    }
}
