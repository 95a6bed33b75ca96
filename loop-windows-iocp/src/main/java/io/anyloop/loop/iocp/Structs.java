package io.anyloop.loop.iocp;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.PathElement.sequenceElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.MemoryLayout.sequenceLayout;
import static java.lang.foreign.MemoryLayout.structLayout;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.StructLayout;

/// The structures that pass between us and the system, as they are on 64-bit Windows, and the offsets of
/// what we read and write there. Handles are numbers here, of the size of a pointer.
final class Structs {
    /// `IO_STATUS_BLOCK` (wdm.h): how a request ended. Its first field is in a union with a pointer.
    static final StructLayout IO_STATUS_BLOCK =
            structLayout(
                            JAVA_INT.withName("Status"),
                            paddingLayout(4),
                            JAVA_LONG.withName("Information"))
                    .withName("IO_STATUS_BLOCK");

    /// `AFD_POLL_HANDLE_INFO`: one socket of a poll. In no header of the SDK; as wepoll and libuv declare
    /// it.
    static final StructLayout AFD_POLL_HANDLE_INFO =
            structLayout(
                            JAVA_LONG.withName("Handle"),
                            JAVA_INT.withName("Events"),
                            JAVA_INT.withName("Status"))
                    .withName("AFD_POLL_HANDLE_INFO");

    /// `AFD_POLL_INFO`: a poll, and its answer, for one socket. As wepoll and libuv declare it.
    static final StructLayout AFD_POLL_INFO =
            structLayout(
                            JAVA_LONG.withName("Timeout"),
                            JAVA_INT.withName("NumberOfHandles"),
                            JAVA_INT.withName("Exclusive"),
                            sequenceLayout(1, AFD_POLL_HANDLE_INFO).withName("Handles"))
                    .withName("AFD_POLL_INFO");

    /// Ours: the memory of one request, which the system writes to until its packet has been taken out.
    static final StructLayout REQUEST =
            structLayout(IO_STATUS_BLOCK.withName("status"), AFD_POLL_INFO.withName("poll"))
                    .withName("request");

    /// `UNICODE_STRING` (ntdef.h): lengths are in bytes.
    static final StructLayout UNICODE_STRING =
            structLayout(
                            JAVA_SHORT.withName("Length"),
                            JAVA_SHORT.withName("MaximumLength"),
                            paddingLayout(4),
                            ADDRESS.withName("Buffer"))
                    .withName("UNICODE_STRING");

    /// `OBJECT_ATTRIBUTES` (ntdef.h).
    static final StructLayout OBJECT_ATTRIBUTES =
            structLayout(
                            JAVA_INT.withName("Length"),
                            paddingLayout(4),
                            ADDRESS.withName("RootDirectory"),
                            ADDRESS.withName("ObjectName"),
                            JAVA_INT.withName("Attributes"),
                            paddingLayout(4),
                            ADDRESS.withName("SecurityDescriptor"),
                            ADDRESS.withName("SecurityQualityOfService"))
                    .withName("OBJECT_ATTRIBUTES");

    /// `OVERLAPPED_ENTRY` (minwinbase.h): one packet.
    static final StructLayout OVERLAPPED_ENTRY =
            structLayout(
                            JAVA_LONG.withName("lpCompletionKey"),
                            JAVA_LONG.withName("lpOverlapped"),
                            JAVA_LONG.withName("Internal"),
                            JAVA_INT.withName("dwNumberOfBytesTransferred"),
                            paddingLayout(4))
                    .withName("OVERLAPPED_ENTRY");

    static final long REQUEST_POLL = offset(REQUEST, groupElement("poll"));
    static final long REQUEST_STATUS = inRequest("status", groupElement("Status"));
    static final long REQUEST_TIMEOUT = inRequest("poll", groupElement("Timeout"));
    static final long REQUEST_COUNT = inRequest("poll", groupElement("NumberOfHandles"));
    static final long REQUEST_EXCLUSIVE = inRequest("poll", groupElement("Exclusive"));
    static final long REQUEST_HANDLE = ofSocket("Handle");
    static final long REQUEST_EVENTS = ofSocket("Events");
    static final long REQUEST_SOCKET_STATUS = ofSocket("Status");

    static final long STRING_LENGTH = offset(UNICODE_STRING, groupElement("Length"));
    static final long STRING_ROOM = offset(UNICODE_STRING, groupElement("MaximumLength"));
    static final long STRING_BUFFER = offset(UNICODE_STRING, groupElement("Buffer"));
    static final long OBJECT_LENGTH = offset(OBJECT_ATTRIBUTES, groupElement("Length"));
    static final long OBJECT_NAME = offset(OBJECT_ATTRIBUTES, groupElement("ObjectName"));

    static final long ENTRY_KEY = offset(OVERLAPPED_ENTRY, groupElement("lpCompletionKey"));
    static final long ENTRY_OVERLAPPED = offset(OVERLAPPED_ENTRY, groupElement("lpOverlapped"));

    private Structs() {}

    private static long offset(StructLayout struct, PathElement... path) {
        return struct.byteOffset(path);
    }

    private static long inRequest(String part, PathElement field) {
        return REQUEST.byteOffset(groupElement(part), field);
    }

    private static long ofSocket(String field) {
        return REQUEST.byteOffset(
                groupElement("poll"),
                groupElement("Handles"),
                sequenceElement(0),
                groupElement(field));
    }
}
