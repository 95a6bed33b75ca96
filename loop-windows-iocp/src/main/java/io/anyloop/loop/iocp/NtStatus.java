package io.anyloop.loop.iocp;

import java.util.Map;

/// Results of the kernel's own calls: numbers and names of `ntstatus.h`.
final class NtStatus {
    static final int SUCCESS = 0;
    static final int PENDING = 0x00000103;
    static final int CANCELLED = 0xC0000120;
    static final int NOT_FOUND = 0xC0000225;

    private static final Map<Integer, String> NAMES =
            Map.ofEntries(
                    Map.entry(SUCCESS, "STATUS_SUCCESS"),
                    Map.entry(PENDING, "STATUS_PENDING"),
                    Map.entry(CANCELLED, "STATUS_CANCELLED"),
                    Map.entry(NOT_FOUND, "STATUS_NOT_FOUND"),
                    Map.entry(0x00000102, "STATUS_TIMEOUT"),
                    Map.entry(0xC0000001, "STATUS_UNSUCCESSFUL"),
                    Map.entry(0xC0000002, "STATUS_NOT_IMPLEMENTED"),
                    Map.entry(0xC0000005, "STATUS_ACCESS_VIOLATION"),
                    Map.entry(0xC0000008, "STATUS_INVALID_HANDLE"),
                    Map.entry(0xC000000D, "STATUS_INVALID_PARAMETER"),
                    Map.entry(0xC0000010, "STATUS_INVALID_DEVICE_REQUEST"),
                    Map.entry(0xC0000017, "STATUS_NO_MEMORY"),
                    Map.entry(0xC0000022, "STATUS_ACCESS_DENIED"),
                    Map.entry(0xC0000024, "STATUS_OBJECT_TYPE_MISMATCH"),
                    Map.entry(0xC0000034, "STATUS_OBJECT_NAME_NOT_FOUND"),
                    Map.entry(0xC000003A, "STATUS_OBJECT_PATH_NOT_FOUND"),
                    Map.entry(0xC000009A, "STATUS_INSUFFICIENT_RESOURCES"),
                    Map.entry(0xC00000BB, "STATUS_NOT_SUPPORTED"),
                    Map.entry(0xC000011F, "STATUS_TOO_MANY_OPENED_FILES"),
                    Map.entry(0xC0000128, "STATUS_FILE_CLOSED"),
                    Map.entry(0xC000020C, "STATUS_CONNECTION_DISCONNECTED"),
                    Map.entry(0xC000020D, "STATUS_CONNECTION_RESET"));

    private NtStatus() {}

    /// Whether the call was refused. Warnings, as successes, mean that it was taken, and a packet
    /// follows.
    static boolean isError(int status) {
        return status >>> 30 == 3; // the two highest bits are the severity
    }

    /// The name and the number, for messages.
    static String name(int status) {
        return "%s (0x%08X)".formatted(NAMES.getOrDefault(status, "NTSTATUS"), status);
    }
}
