package io.anyloop.loop.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;

/// Sizes and offsets of 64-bit Windows, as its compilers lay the structures out; read off the headers by
/// hand, so that a slip in the layouts shows on every system.
class StructsTest {

    @Test
    void structures_have_the_size_of_the_system() {
        assertEquals(16, Structs.IO_STATUS_BLOCK.byteSize());
        assertEquals(16, Structs.AFD_POLL_HANDLE_INFO.byteSize());
        assertEquals(32, Structs.AFD_POLL_INFO.byteSize());
        assertEquals(16, Structs.UNICODE_STRING.byteSize());
        assertEquals(48, Structs.OBJECT_ATTRIBUTES.byteSize());
        assertEquals(32, Structs.OVERLAPPED_ENTRY.byteSize());
        assertEquals(48, Structs.REQUEST.byteSize());
    }

    @Test
    void fields_are_where_the_system_has_them() {
        assertEquals(0, Structs.REQUEST_STATUS);
        assertEquals(16, Structs.REQUEST_POLL);
        assertEquals(16, Structs.REQUEST_TIMEOUT);
        assertEquals(16 + 8, Structs.REQUEST_COUNT);
        assertEquals(16 + 12, Structs.REQUEST_EXCLUSIVE);
        assertEquals(16 + 16, Structs.REQUEST_HANDLE);
        assertEquals(16 + 24, Structs.REQUEST_EVENTS);
        assertEquals(16 + 28, Structs.REQUEST_SOCKET_STATUS);
        assertEquals(0, Structs.STRING_LENGTH);
        assertEquals(2, Structs.STRING_ROOM);
        assertEquals(8, Structs.STRING_BUFFER);
        assertEquals(0, Structs.OBJECT_LENGTH);
        assertEquals(16, Structs.OBJECT_NAME);
        assertEquals(0, Structs.ENTRY_KEY);
        assertEquals(8, Structs.ENTRY_OVERLAPPED);
    }

    @Test
    void a_request_is_filled_and_read_in_its_own_memory() {
        try (var arena = Arena.ofConfined()) {
            var memory = new RequestMemory(arena);
            memory.fill(0, 7, AfdEvents.RECEIVE);
            memory.fill(200, 0x1234, AfdEvents.SEND);
            var poll = memory.poll(200);
            assertEquals(32, poll.byteSize());
            assertEquals(Long.MAX_VALUE, poll.get(ValueLayout.JAVA_LONG, 0));
            assertEquals(1, poll.get(ValueLayout.JAVA_INT, 8));
            assertEquals(0x1234, poll.get(ValueLayout.JAVA_LONG, 16));
            assertEquals(NtStatus.PENDING, memory.outcome(200));
            memory.status(200).set(ValueLayout.JAVA_INT, 0, NtStatus.CANCELLED);
            assertEquals(NtStatus.CANCELLED, memory.outcome(200));
            assertEquals(AfdEvents.SEND, memory.events(200));
            poll.set(ValueLayout.JAVA_INT, 8, 0);
            assertEquals(0, memory.events(200), "no handle was ready: no event");
            assertEquals(AfdEvents.RECEIVE, memory.events(0));
        }
    }
}
