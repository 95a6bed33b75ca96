package io.anyloop.loop.kqueue;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/// The calls of Linux that a queue made for tests is built on. Decides nothing.
final class LinuxCalls {
    static final int EPOLL_ADD = 1;
    static final int EPOLL_DELETE = 2;
    static final int EPOLL_MODIFY = 3;

    private static final long FIONREAD = 0x541B;
    private static final int CLOSE_ON_EXEC = 0x80000;
    private static final int NON_BLOCKING = 0x800;
    private static final int POLL_IN = 1;
    private static final int EVENTS = 1024;

    /// On x86-64 struct epoll_event is packed, elsewhere not.
    private static final boolean PACKED = System.getProperty("os.arch").equals("amd64");

    private static final int EVENT_BYTES = PACKED ? 12 : 16;
    private static final int EVENT_DATA = PACKED ? 4 : 8;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO =
            STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle EPOLL_CREATE = call("epoll_create1", JAVA_INT);
    private static final MethodHandle EPOLL_CTL =
            call("epoll_ctl", JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS);
    private static final MethodHandle EPOLL_WAIT =
            call("epoll_wait", JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT);
    private static final MethodHandle PPOLL = call("ppoll", ADDRESS, JAVA_LONG, ADDRESS, ADDRESS);
    private static final MethodHandle IOCTL = call("ioctl", JAVA_INT, JAVA_LONG, ADDRESS);
    private static final MethodHandle CLOSE = call("close", JAVA_INT);
    private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT);
    private static final MethodHandle EVENTFD_READ = call("eventfd_read", JAVA_INT, ADDRESS);
    private static final MethodHandle EVENTFD_WRITE = call("eventfd_write", JAVA_INT, JAVA_LONG);

    private final Arena arena = Arena.ofShared();
    private final MemorySegment state = arena.allocate(STATE);
    private final MemorySegment one = arena.allocate(16, 8);
    private final MemorySegment many = arena.allocate((long) EVENT_BYTES * EVENTS, 8);
    private final MemorySegment number = arena.allocate(JAVA_INT);
    private final MemorySegment time = arena.allocate(16, 8);

    /// What epoll_wait(2) found.
    record Found(int descriptor, int events) {}

    @SuppressWarnings("restricted")
    private static MethodHandle call(String name, MemoryLayout... arguments) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(JAVA_INT, arguments),
                Linker.Option.captureCallState("errno"));
    }

    int epoll() {
        try {
            return (int) EPOLL_CREATE.invokeExact(state, CLOSE_ON_EXEC);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// @return 0, or the number of the error
    int epollChange(int epoll, int operation, int descriptor, int events) {
        one.set(JAVA_INT, 0, events);
        one.set(JAVA_INT, EVENT_DATA, descriptor);
        try {
            int result = (int) EPOLL_CTL.invokeExact(state, epoll, operation, descriptor, one);
            return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Looks, without waiting.
    Found[] epollFound(int epoll, int atMost) {
        int count;
        try {
            count = (int) EPOLL_WAIT.invokeExact(state, epoll, many, Math.min(atMost, EVENTS), 0);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
        var all = new Found[Math.max(count, 0)];
        for (int i = 0; i < all.length; i++) {
            long at = (long) i * EVENT_BYTES;
            all[i] = new Found(many.get(JAVA_INT, at + EVENT_DATA), many.get(JAVA_INT, at));
        }
        return all;
    }

    /// Waits until one of these can be read.
    ///
    /// @param nanos how long; negative for ever
    void await(long nanos, int... descriptors) {
        try (var here = Arena.ofConfined()) {
            MemorySegment all = here.allocate(8L * descriptors.length, 4);
            for (int i = 0; i < descriptors.length; i++) {
                all.set(JAVA_INT, 8L * i, descriptors[i]);
                all.set(JAVA_SHORT, 8L * i + 4, (short) POLL_IN);
            }
            MemorySegment limit = MemorySegment.NULL;
            if (nanos >= 0) {
                limit = time;
                time.set(JAVA_LONG, 0, nanos / 1_000_000_000);
                time.set(JAVA_LONG, 8, nanos % 1_000_000_000);
            }
            int ignored =
                    (int)
                            PPOLL.invokeExact(
                                    state,
                                    all,
                                    (long) descriptors.length,
                                    limit,
                                    MemorySegment.NULL);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// How many bytes can be read, -1 where that is no question.
    int readable(int descriptor) {
        try {
            int result = (int) IOCTL.invokeExact(state, descriptor, FIONREAD, number);
            return result == 0 ? number.get(JAVA_INT, 0) : -1;
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Makes a descriptor that can be read once it has been rung. No channel of the JDK's, which an interrupt closes.
    int bell() {
        try {
            return (int) EVENTFD.invokeExact(state, 0, CLOSE_ON_EXEC | NON_BLOCKING);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    /// Any thread.
    void ring(int bell) {
        try (var here = Arena.ofConfined()) {
            int ignored = (int) EVENTFD_WRITE.invokeExact(here.allocate(STATE), bell, 1L);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void silence(int bell) {
        try {
            int ignored = (int) EVENTFD_READ.invokeExact(state, bell, one);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void close(int descriptor) {
        try {
            int ignored = (int) CLOSE.invokeExact(state, descriptor);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }
}
