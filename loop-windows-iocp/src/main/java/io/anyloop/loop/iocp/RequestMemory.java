package io.anyloop.loop.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// The memory of the slots. It grows by blocks, which never move and are not freed one by one: the
/// system writes where a request was put until it has ended.
final class RequestMemory {
    private static final int SLOTS_EACH = 64;
    private static final long SIZE = Structs.REQUEST.byteSize();
    private static final long NO_TIMEOUT = Long.MAX_VALUE;

    /// The memory of one slot, whole and in parts.
    private record Request(MemorySegment whole, MemorySegment status, MemorySegment poll) {
        Request(MemorySegment whole) {
            this(
                    whole,
                    whole.asSlice(0, Structs.REQUEST_POLL),
                    whole.asSlice(Structs.REQUEST_POLL));
        }
    }

    private final Arena arena;
    private final List<Request> requests = new ArrayList<>();

    RequestMemory(Arena arena) {
        this.arena = arena;
    }

    /// Makes a slot ready for a poll of one socket.
    void fill(int slot, long socket, int events) {
        while (slot >= requests.size()) {
            grow();
        }
        MemorySegment request = requests.get(slot).whole;
        request.set(JAVA_INT, Structs.REQUEST_STATUS, NtStatus.PENDING);
        request.set(JAVA_LONG, Structs.REQUEST_TIMEOUT, NO_TIMEOUT);
        request.set(JAVA_INT, Structs.REQUEST_COUNT, 1);
        request.set(JAVA_INT, Structs.REQUEST_EXCLUSIVE, 0); // others may poll the same socket
        request.set(JAVA_LONG, Structs.REQUEST_HANDLE, socket);
        request.set(JAVA_INT, Structs.REQUEST_EVENTS, events);
        request.set(JAVA_INT, Structs.REQUEST_SOCKET_STATUS, 0);
    }

    private void grow() {
        MemorySegment block = arena.allocate(SLOTS_EACH * SIZE, Structs.REQUEST.byteAlignment());
        for (int i = 0; i < SLOTS_EACH; i++) {
            requests.add(new Request(block.asSlice(i * SIZE, SIZE)));
        }
    }

    /// The `IO_STATUS_BLOCK` of a slot.
    MemorySegment status(int slot) {
        return requests.get(slot).status;
    }

    /// The `AFD_POLL_INFO` of a slot.
    MemorySegment poll(int slot) {
        return requests.get(slot).poll;
    }

    /// How the poll in this slot ended.
    int outcome(int slot) {
        return requests.get(slot).whole.get(JAVA_INT, Structs.REQUEST_STATUS);
    }

    /// What was seen; 0 where the poll ended without an event.
    int events(int slot) {
        MemorySegment request = requests.get(slot).whole;
        return request.get(JAVA_INT, Structs.REQUEST_COUNT) == 0
                ? 0
                : request.get(JAVA_INT, Structs.REQUEST_EVENTS);
    }
}
