package io.anyloop.loop.iocp;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_CHAR;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.anyloop.loop.iocp.NativeCalls.LastError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// The driver beneath Winsock: calls of `winternl.h` in ntdll, and one of `winsock2.h` in ws2_32. Decides
/// nothing. Loaded on Windows only.
final class Afd {
    /// The driver's device; what follows is free, but must be there.
    static final String DEVICE = "\\Device\\Afd\\Anyloop";

    /// As `CTL_CODE` makes it: `FILE_DEVICE_NETWORK` 0x12, function 9, `METHOD_BUFFERED` 0.
    static final int IOCTL_AFD_POLL = 0x12 << 12 | 9 << 2;

    /// `mswsock.h`, for [#socketBelow].
    static final int SIO_BASE_HANDLE = 0x48000022;

    static final int SIO_BSP_HANDLE_POLL = 0x4800001D;

    private static final int SYNCHRONIZE = 0x00100000;
    private static final int FILE_SHARE_READ = 1;
    private static final int FILE_SHARE_WRITE = 2;
    private static final int FILE_OPEN = 1;

    private static final NativeCalls NTDLL = new NativeCalls("ntdll");
    private static final NativeCalls WS2_32 = new NativeCalls("ws2_32");

    private static final MethodHandle CREATE_FILE =
            NTDLL.bind(
                    "NtCreateFile",
                    FunctionDescriptor.of(
                            JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT,
                            JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CONTROL =
            NTDLL.bind(
                    "NtDeviceIoControlFile",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, ADDRESS, JAVA_INT,
                            ADDRESS, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle CANCEL =
            NTDLL.bind(
                    "NtCancelIoFileEx",
                    FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS, ADDRESS));
    private static final MethodHandle IOCTL =
            WS2_32.bind(
                    "WSAIoctl",
                    FunctionDescriptor.of(
                            JAVA_INT, JAVA_LONG, JAVA_INT, ADDRESS, JAVA_INT, ADDRESS, JAVA_INT,
                            ADDRESS, ADDRESS, ADDRESS),
                    LastError.SAVED_BY_WINSOCK);

    private Afd() {}

    /// Opens a handle of the driver, which is no socket, but can poll them.
    static long open() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(JAVA_LONG);
            int status = open(handle, attributes(arena), arena.allocate(Structs.IO_STATUS_BLOCK));
            if (NtStatus.isError(status)) {
                throw new IOException(
                        "NtCreateFile failed for %s: %s.".formatted(DEVICE, NtStatus.name(status)));
            }
            return handle.get(JAVA_LONG, 0);
        }
    }

    private static MemorySegment attributes(Arena arena) {
        int bytes = DEVICE.length() * Character.BYTES;
        MemorySegment name = arena.allocate(bytes, Character.BYTES);
        for (int i = 0; i < DEVICE.length(); i++) {
            name.set(JAVA_CHAR, (long) i * Character.BYTES, DEVICE.charAt(i));
        }
        MemorySegment string = arena.allocate(Structs.UNICODE_STRING);
        string.set(JAVA_SHORT, Structs.STRING_LENGTH, (short) bytes);
        string.set(JAVA_SHORT, Structs.STRING_ROOM, (short) bytes);
        string.set(ADDRESS, Structs.STRING_BUFFER, name);
        MemorySegment attributes = arena.allocate(Structs.OBJECT_ATTRIBUTES);
        attributes.set(JAVA_INT, Structs.OBJECT_LENGTH, (int) attributes.byteSize());
        attributes.set(ADDRESS, Structs.OBJECT_NAME, string);
        return attributes;
    }

    private static int open(MemorySegment handle, MemorySegment attributes, MemorySegment status) {
        try {
            return (int)
                    CREATE_FILE.invokeExact(
                            handle,
                            SYNCHRONIZE,
                            attributes,
                            status,
                            MemorySegment.NULL,
                            0,
                            FILE_SHARE_READ | FILE_SHARE_WRITE,
                            FILE_OPEN,
                            0,
                            MemorySegment.NULL,
                            0);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    /// Starts a poll.
    ///
    /// @param status `IO_STATUS_BLOCK`, and `info` `AFD_POLL_INFO`: the system's until the packet has come
    /// @param context comes back as `lpOverlapped` of the packet; 0 would mean that none is sent
    static int poll(long handle, long context, MemorySegment status, MemorySegment info) {
        int size = (int) info.byteSize();
        try {
            return (int)
                    CONTROL.invokeExact(
                            handle,
                            0L,
                            0L,
                            context,
                            status,
                            IOCTL_AFD_POLL,
                            info,
                            size,
                            info,
                            size);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    /// Asks for an early end of the poll with this `IO_STATUS_BLOCK`.
    ///
    /// @param result another one, for the cancelling itself
    static int cancel(long handle, MemorySegment status, MemorySegment result) {
        try {
            return (int) CANCEL.invokeExact(handle, status, result);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }

    /// Asks Winsock for a socket beneath this one.
    ///
    /// @param code [#SIO_BASE_HANDLE] or [#SIO_BSP_HANDLE_POLL]
    /// @return the socket; or the error, negative
    static long socketBelow(long socket, int code) {
        try (Arena arena = Arena.ofConfined()) {
            var error = new LastError(arena);
            MemorySegment below = arena.allocate(JAVA_LONG);
            int failed = ioctl(error, socket, code, below, arena.allocate(JAVA_INT));
            return failed == 0 ? below.get(JAVA_LONG, 0) : -error.winsock();
        }
    }

    private static int ioctl(
            LastError error, long socket, int code, MemorySegment out, MemorySegment bytes) {
        try {
            return (int)
                    IOCTL.invokeExact(
                            error.state,
                            socket,
                            code,
                            MemorySegment.NULL,
                            0,
                            out,
                            (int) out.byteSize(),
                            bytes,
                            MemorySegment.NULL,
                            MemorySegment.NULL);
        } catch (Throwable e) {
            throw NativeCalls.impossible(e);
        }
    }
}
