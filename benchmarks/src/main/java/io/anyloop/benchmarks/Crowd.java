package io.anyloop.benchmarks;

import java.util.concurrent.locks.LockSupport;

/// Threads of one side that all park, and are then resumed, each once.
final class Crowd {
    private final Thread[] members;
    private final byte[] resumes;
    private volatile int parked;
    private volatile boolean released;
    private volatile int gone;

    Crowd(int size) {
        members = new Thread[size];
        resumes = new byte[size];
    }

    /// Starts all members and returns when each has parked. Inside a thread of the side.
    void gather(Side<?> side) {
        for (int i = 0; i < members.length; i++) {
            int me = i;
            side.start(() -> stay(me));
        }
        while (parked < members.length) {
            Thread.yield();
        }
    }

    // One member runs at a time, and none is cut off in between, so plain counting is exact.
    @SuppressWarnings("NonAtomicOperationOnVolatileField")
    private void stay(int me) {
        members[me] = Thread.currentThread();
        parked++;
        do {
            LockSupport.park();
            resumes[me]++;
        } while (!released);
        gone++;
    }

    /// Resumes all members, and returns when each has gone on. Inside a thread of the side.
    void release() {
        released = true;
        for (Thread member : members) {
            LockSupport.unpark(member);
        }
        while (gone < members.length) {
            Thread.yield();
        }
    }

    /// How many members were resumed exactly once.
    int resumedOnce() {
        int count = 0;
        for (byte times : resumes) {
            if (times == 1) {
                count++;
            }
        }
        return count;
    }
}
