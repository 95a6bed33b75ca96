package io.anyloop.loop.iocp;

import java.util.concurrent.atomic.AtomicInteger;

/// Decides which wake-up sends a packet: one of a burst, and only if the loop's thread sleeps. Keeps count
/// of the packets that were sent, since the port must not be closed before the last one has come: its
/// number may be another port's by then.
final class Wakeups {
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int RUNG = 2;

    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private int owed; // packets that were sent, or are about to be; loop's thread only

    /// Any thread.
    ///
    /// @return whether the caller must send the packet
    boolean ring() {
        return state.getAndSet(RUNG) == ASLEEP;
    }

    /// Says that the loop's thread is about to sleep. Until [#rise] a wake-up sends a packet.
    ///
    /// @return false if there was a wake-up before: no sleep
    boolean lieDown() {
        return state.compareAndSet(AWAKE, ASLEEP);
    }

    /// Uses up all wake-ups so far; what was written before them is seen from here on.
    ///
    /// @param slept whether the thread had lain down: then a wake-up sent its packet
    void rise(boolean slept) {
        if (state.getAndSet(AWAKE) == RUNG && slept) {
            owed++;
        }
    }

    /// Notes wake-up packets that were taken out.
    void taken(int packets) {
        owed -= packets;
    }

    boolean owesNothing() {
        return owed == 0;
    }
}
