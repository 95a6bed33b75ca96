package io.anyloop.loop.iocp;

/// What one look at the port brought: ends of polls, in the order in which they were taken out, and
/// wake-ups.
final class Packets {
    /// How many can be taken out at once.
    static final int ROOM = 256;

    private final int[] slots = new int[ROOM];
    private final int[] statuses = new int[ROOM];
    private final int[] events = new int[ROOM];
    private int polls;
    private int wakeups;

    void clear() {
        polls = 0;
        wakeups = 0;
    }

    /// Notes the end of a poll.
    ///
    /// @param status how it ended, one of [NtStatus]
    /// @param seen bits of [AfdEvents]; 0 where it ended without one
    void addPoll(int slot, int status, int seen) {
        slots[polls] = slot;
        statuses[polls] = status;
        events[polls] = seen;
        polls++;
    }

    void addWakeup() {
        wakeups++;
    }

    int polls() {
        return polls;
    }

    int wakeups() {
        return wakeups;
    }

    boolean isFull() {
        return polls + wakeups == ROOM;
    }

    int slot(int index) {
        return slots[index];
    }

    int status(int index) {
        return statuses[index];
    }

    int events(int index) {
        return events[index];
    }
}
