package io.anyloop.loop.sim.broken;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// A pipe known by its numbers alone, which are written to whoever has them by then.
final class RawPipe {
    private static final MethodHandle PIPE2 = call("pipe2", JAVA_INT, ADDRESS, JAVA_INT);
    private static final MethodHandle WRITE =
            call("write", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle READ = call("read", JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG);
    private static final MethodHandle CLOSE = call("close", JAVA_INT, JAVA_INT);
    private static final int NONBLOCK = 0x800;
    private static final int ROOM = 4_096;

    private final MemorySegment room = Arena.ofAuto().allocate(ROOM);
    private final int source;
    private final int sink;

    RawPipe() {
        invoke(PIPE2, room, NONBLOCK);
        source = room.get(JAVA_INT, 0);
        sink = room.get(JAVA_INT, JAVA_INT.byteSize());
    }

    @SuppressWarnings("restricted") // a test may call the system
    private static MethodHandle call(String name, MemoryLayout result, MemoryLayout... arguments) {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().find(name).orElseThrow(),
                FunctionDescriptor.of(result, arguments));
    }

    private static void invoke(MethodHandle call, Object... arguments) {
        try {
            call.invokeWithArguments(arguments);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    void write() {
        invoke(WRITE, sink, room, 1L);
    }

    void drain() {
        invoke(READ, source, room, (long) ROOM);
    }

    void close() {
        invoke(CLOSE, source);
        invoke(CLOSE, sink);
    }
}
