package io.anyloop.loop.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A kernel that the test plays: packets come when the test says so, in the order that it says, also late
/// and after a cancel. It checks what the real one would punish by corrupted memory: a slot that is given
/// to a second poll while the first may still write there, a handle that is closed under a poll, a second
/// poll for a socket beside one that was not cancelled.
///
/// Numbers of base sockets are those of the sockets plus a thousand for each time that the test opened them.
final class ScriptedKernel implements Kernel {

    /// A poll that was taken, and whose packet has not been taken out.
    static final class Poll {
        final long handle;
        final int slot;
        final long base;
        final int events;
        boolean cancelled;
        private int status = NtStatus.PENDING;
        private int seen;

        private Poll(long handle, int slot, long base, int events) {
            this.handle = handle;
            this.slot = slot;
            this.base = base;
            this.events = events;
        }
    }

    final List<String> log = new ArrayList<>();
    final Set<Long> handles = new HashSet<>();
    final Map<Integer, Poll> underWay = new HashMap<>(); // by slot
    int wakeups;
    boolean closed;
    boolean closedIdle;
    long lastWait;

    /// What the next calls of poll and cancel answer; PENDING and SUCCESS when empty.
    final Deque<Integer> answers = new ArrayDeque<>();

    /// Runs inside each await, where the real kernel would sleep.
    Runnable during = () -> {};

    private final Map<Integer, Long> sockets = new HashMap<>();
    private final Deque<Poll> port = new ArrayDeque<>();
    private long nextHandle = 100;

    /// Opens a socket, or opens it again under the same number.
    int socket(int number) {
        sockets.merge(number, number + 1000L, (before, _) -> before + 1000);
        return number;
    }

    void closeSocket(int number) {
        long base = sockets.get(number);
        pollsOf(base).forEach(poll -> end(poll, NtStatus.SUCCESS, AfdEvents.LOCAL_CLOSE));
    }

    /// The polls of a socket whose packets are not queued yet.
    private List<Poll> pollsOf(long base) {
        return underWay.values().stream()
                .filter(poll -> poll.base == base && poll.status == NtStatus.PENDING)
                .toList();
    }

    /// The one poll of a socket that counts.
    Poll pollOf(int number) {
        var polls = pollsOf(sockets.get(number)).stream().filter(poll -> !poll.cancelled).toList();
        assertEquals(1, polls.size(), () -> "polls of socket %d".formatted(number));
        return polls.getFirst();
    }

    boolean isPolled(int number) {
        return !pollsOf(sockets.get(number)).isEmpty();
    }

    /// Queues the packet of a poll.
    void end(Poll poll, int status, int seen) {
        assertEquals(NtStatus.PENDING, poll.status, "a poll ends once");
        poll.status = status;
        poll.seen = seen;
        port.add(poll);
    }

    /// Ends the poll of a socket with what it asked for.
    void ready(int number, int seen) {
        Poll poll = pollOf(number);
        assertTrue((poll.events & seen) != 0, "nobody asked");
        end(poll, NtStatus.SUCCESS, seen & poll.events);
    }

    /// Queues the packets of all polls that were cancelled.
    void endCancelled() {
        List.copyOf(underWay.values()).stream()
                .filter(poll -> poll.cancelled && poll.status == NtStatus.PENDING)
                .forEach(poll -> end(poll, NtStatus.CANCELLED, 0));
    }

    @Override
    public long openPollHandle() {
        handles.add(++nextHandle);
        return nextHandle;
    }

    @Override
    public void closePollHandle(long handle) {
        assertTrue(handles.remove(handle), "closed a handle that is not open");
        assertFalse(
                !closing() && underWay.values().stream().anyMatch(poll -> poll.handle == handle),
                "closed a handle under a poll");
    }

    private boolean closing() {
        return log.contains("giving up");
    }

    @Override
    public long baseSocket(int socket) throws IOException {
        Long base = sockets.get(socket);
        if (base == null) {
            throw new IOException(socket + " is no socket");
        }
        log.add("base " + socket);
        return base;
    }

    @Override
    public int poll(long handle, int slot, long base, int events) {
        assertTrue(handles.contains(handle), "polled through a handle that is not open");
        assertFalse(
                underWay.containsKey(slot),
                "the memory of a request was used again before its packet had been taken out");
        assertTrue(
                pollsOf(base).stream().allMatch(poll -> poll.cancelled),
                "a second poll for one socket");
        int answer = answers.isEmpty() ? NtStatus.PENDING : answers.poll();
        log.add("poll " + base % 1000 + " " + what(events));
        if (!NtStatus.isError(answer)) {
            underWay.put(slot, new Poll(handle, slot, base, events));
        }
        return answer;
    }

    private static String what(int events) {
        return ((events & AfdEvents.RECEIVE) != 0 ? "r" : "")
                + ((events & AfdEvents.SEND) != 0 ? "w" : "");
    }

    @Override
    public int cancel(long handle, int slot) {
        Poll poll = underWay.get(slot);
        assertTrue(poll != null && poll.handle == handle, "cancelled what is not under way");
        log.add("cancel " + poll.base % 1000);
        int answer = answers.isEmpty() ? NtStatus.SUCCESS : answers.poll();
        if (NtStatus.isError(answer)) {
            return answer;
        }
        if (poll.status != NtStatus.PENDING) {
            return NtStatus.NOT_FOUND; // its packet is queued
        }
        poll.cancelled = true;
        return NtStatus.SUCCESS;
    }

    @Override
    public void await(long nanos, Packets into) {
        assertFalse(closed, "awaited after close");
        lastWait = nanos;
        during.run();
        for (; wakeups > 0 && !into.isFull(); wakeups--) {
            into.addWakeup();
        }
        while (!port.isEmpty() && !into.isFull()) {
            Poll poll = port.poll();
            underWay.remove(poll.slot);
            into.addPoll(poll.slot, poll.status, poll.seen);
        }
    }

    @Override
    public void wake() {
        assertFalse(closed, "woken after close");
        wakeups++;
    }

    @Override
    public void close(boolean idle) {
        assertFalse(closed, "closed twice");
        assertTrue(handles.isEmpty(), "closed with open handles");
        assertFalse(
                idle && !underWay.isEmpty(),
                "the memory of requests was given back before their packets had been taken out");
        closed = true;
        closedIdle = idle;
    }
}
