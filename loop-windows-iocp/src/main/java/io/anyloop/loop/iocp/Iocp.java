package io.anyloop.loop.iocp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.anyloop.loop.iocp.NativeCalls.LastError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Completion ports: the calls of `ioapiset.h`, `handleapi.h` and `winbase.h`, in kernel32. Decides
/// nothing. Loaded on Windows only.
final class Iocp {
    static final int INFINITE = 0xFFFFFFFF;

    private static final long INVALID_HANDLE_VALUE = -1;
    private static final byte FILE_SKIP_SET_EVENT_ON_HANDLE = 2;
    private static final NativeCalls KERNEL32 = new NativeCalls("kernel32");

    private static final MethodHandle CREATE =
            KERNEL32.bind(
                    "CreateIoCompletionPort",
                    FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT),
                    LastError.SAVED);
    private static final MethodHandle POST =
            KERNEL32.bind(
                    "PostQueuedCompletionStatus",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_LONG, JAVA_LONG),
                    LastError.SAVED);
    private static final MethodHandle GET =
            KERNEL32.bind(
                    "GetQueuedCompletionStatusEx",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT, JAVA_INT),
                    LastError.SAVED);
    private static final MethodHandle SET_MODES =
            KERNEL32.bind(
                    "SetFileCompletionNotificationModes",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, java.lang.foreign.ValueLayout.JAVA_BYTE));
    private static final MethodHandle CLOSE =
            KERNEL32.bind("CloseHandle", FunctionDescriptor.of(JAVA_INT, JAVA_LONG));

    private Iocp() {}

    static long createPort() throws IOException {
        return create(INVALID_HANDLE_VALUE, 0, 0);
    }

    /// From now on, what ends on the handle comes to the port, with this key.
    static void associate(long handle, long port, long key) throws IOException {
        create(handle, port, key);
        try {
            // Spares the handle's event, for which nobody waits. No harm where it is refused.
            int _ = (int) SET_MODES.invokeExact(handle, FILE_SKIP_SET_EVENT_ON_HANDLE);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    private static long create(long handle, long port, long key) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var error = new LastError(arena);
            long made = call(error, handle, port, key);
            if (made == 0) {
                throw new IOException(
                        "CreateIoCompletionPort failed: " + Win32Error.name(error.win32()));
            }
            return made;
        }
    }

    private static long call(LastError error, long handle, long port, long key) {
        try {
            return (long) CREATE.invokeExact(error.state, handle, port, key, 0);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    /// Sends an empty packet with this key. Any thread.
    static void post(long port, long key) {
        try (Arena arena = Arena.ofConfined()) {
            var error = new LastError(arena);
            if (post(error, port, key) == 0) {
                throw new IllegalStateException(
                        "PostQueuedCompletionStatus failed: " + Win32Error.name(error.win32()));
            }
        }
    }

    private static int post(LastError error, long port, long key) {
        try {
            return (int) POST.invokeExact(error.state, port, 0, key, 0L);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    /// Waits for packets.
    ///
    /// @param entries room for `OVERLAPPED_ENTRY`
    /// @param room how many
    /// @param count becomes how many came
    /// @param millis or [#INFINITE]
    /// @return whether any came, else `error` has the reason
    static boolean get(
            LastError error,
            long port,
            MemorySegment entries,
            int room,
            MemorySegment count,
            int millis) {
        try {
            return (int) GET.invokeExact(error.state, port, entries, room, count, millis, 0) != 0;
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    static void closeHandle(long handle) {
        try {
            int _ = (int) CLOSE.invokeExact(handle); // ours, so it can only succeed
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }
}
