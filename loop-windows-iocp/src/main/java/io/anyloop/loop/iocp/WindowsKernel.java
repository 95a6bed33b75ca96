package io.anyloop.loop.iocp;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.anyloop.loop.iocp.NativeCalls.LastError;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// The real one: a completion port, and AFD polls in native memory. Loaded on Windows only.
final class WindowsKernel implements Kernel {
    private static final long KEY_OF_POLLS = 1;
    private static final long KEY_OF_WAKEUPS = 2;
    private static final long ENTRY_SIZE = Structs.OVERLAPPED_ENTRY.byteSize();

    // Shared: the loop may move to another thread.
    private final Arena arena = Arena.ofShared();
    private final RequestMemory requests = new RequestMemory(arena);
    private final LastError error = new LastError(arena);
    private final MemorySegment entries =
            arena.allocate(Packets.ROOM * ENTRY_SIZE, Structs.OVERLAPPED_ENTRY.byteAlignment());
    private final MemorySegment count = arena.allocate(JAVA_INT);
    private final MemorySegment cancelResult = arena.allocate(Structs.IO_STATUS_BLOCK);
    private final long port;

    private WindowsKernel(long port) {
        this.port = port;
    }

    static WindowsKernel open() throws IOException {
        return new WindowsKernel(Iocp.createPort());
    }

    @Override
    public long openPollHandle() throws IOException {
        long handle = Afd.open();
        try {
            Iocp.associate(handle, port, KEY_OF_POLLS);
        } catch (IOException e) {
            Iocp.closeHandle(handle);
            throw e;
        }
        return handle;
    }

    @Override
    public void closePollHandle(long handle) {
        Iocp.closeHandle(handle);
    }

    @Override
    public long baseSocket(int socket) throws IOException {
        return BaseSocket.of(socket, Afd::socketBelow);
    }

    @Override
    public int poll(long handle, int slot, long baseSocket, int events) {
        requests.fill(slot, baseSocket, events);
        return Afd.poll(handle, contextOf(slot), requests.status(slot), requests.poll(slot));
    }

    private static long contextOf(int slot) {
        return slot + 1L; // 0 would mean that no packet is wanted
    }

    @Override
    public int cancel(long handle, int slot) {
        return Afd.cancel(handle, requests.status(slot), cancelResult);
    }

    @Override
    public void await(long nanos, Packets into) throws IOException {
        if (Iocp.get(error, port, entries, Packets.ROOM, count, Millis.of(nanos))) {
            read(into);
        } else if (error.win32() != Win32Error.WAIT_TIMEOUT) {
            throw new IOException(
                    "GetQueuedCompletionStatusEx failed: " + Win32Error.name(error.win32()));
        }
    }

    private void read(Packets into) {
        int came = count.get(JAVA_INT, 0);
        for (int i = 0; i < came; i++) {
            long entry = i * ENTRY_SIZE;
            if (entries.get(JAVA_LONG, entry + Structs.ENTRY_KEY) == KEY_OF_WAKEUPS) {
                into.addWakeup();
            } else {
                int slot = (int) (entries.get(JAVA_LONG, entry + Structs.ENTRY_OVERLAPPED) - 1);
                into.addPoll(slot, requests.outcome(slot), requests.events(slot));
            }
        }
    }

    @Override
    public void wake() {
        Iocp.post(port, KEY_OF_WAKEUPS);
    }

    @Override
    public void close(boolean idle) {
        if (idle) {
            Iocp.closeHandle(port);
            arena.close();
        } // else the system may still write to the memory, or somebody send a packet: better a leak
    }
}
