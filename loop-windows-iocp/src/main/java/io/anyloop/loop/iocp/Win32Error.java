package io.anyloop.loop.iocp;

import java.util.Map;

/// What GetLastError and WSAGetLastError tell: numbers and names of `winerror.h`.
final class Win32Error {
    static final int NOT_A_SOCKET = 10038;
    static final int WAIT_TIMEOUT = 258;

    /// GetQueuedCompletionStatusEx ended because the timer's procedure had run.
    static final int WAIT_IO_COMPLETION = 192;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(WAIT_TIMEOUT, "WAIT_TIMEOUT"),
                    Map.entry(WAIT_IO_COMPLETION, "WAIT_IO_COMPLETION"),
                    Map.entry(4, "ERROR_TOO_MANY_OPEN_FILES"),
                    Map.entry(5, "ERROR_ACCESS_DENIED"),
                    Map.entry(6, "ERROR_INVALID_HANDLE"),
                    Map.entry(8, "ERROR_NOT_ENOUGH_MEMORY"),
                    Map.entry(14, "ERROR_OUTOFMEMORY"),
                    Map.entry(50, "ERROR_NOT_SUPPORTED"),
                    Map.entry(87, "ERROR_INVALID_PARAMETER"),
                    Map.entry(120, "ERROR_CALL_NOT_IMPLEMENTED"),
                    Map.entry(735, "ERROR_ABANDONED_WAIT_0"),
                    Map.entry(995, "ERROR_OPERATION_ABORTED"),
                    Map.entry(997, "ERROR_IO_PENDING"),
                    Map.entry(1450, "ERROR_NO_SYSTEM_RESOURCES"),
                    Map.entry(1816, "ERROR_NOT_ENOUGH_QUOTA"),
                    Map.entry(10014, "WSAEFAULT"),
                    Map.entry(10022, "WSAEINVAL"),
                    Map.entry(NOT_A_SOCKET, "WSAENOTSOCK"),
                    Map.entry(10045, "WSAEOPNOTSUPP"),
                    Map.entry(10050, "WSAENETDOWN"),
                    Map.entry(10055, "WSAENOBUFS"),
                    Map.entry(10093, "WSANOTINITIALISED"));

    private Win32Error() {}

    /// The name and the number, for messages.
    static String name(int error) {
        return NAMES.getOrDefault(error, "Win32 error") + " (" + error + ")";
    }
}
