package io.anyloop.adopt;

import io.anyloop.jdk.PlatformThreads;
import java.util.HashMap;
import java.util.Map;

/// Keeps the program going as long as threads of its pools do, which were no daemons before they were virtual. Any thread.
final class Keeper {
    /// A pool starts a thread at once, or never.
    private static final long UNSTARTED_NANOS = 1_000_000_000;

    private final Map<Thread, Long> threads = new HashMap<>();
    private boolean isKeeping;

    /// A thread is about to be started.
    synchronized void add(Thread thread) {
        threads.put(thread, System.nanoTime());
        if (!isKeeping) {
            Thread keeper = PlatformThreads.daemon("anyloop-keeps-program", this::keep);
            keeper.setDaemon(false);
            PlatformThreads.start(keeper);
            isKeeping = true;
        }
    }

    synchronized boolean keepsFor(Thread thread) {
        return threads.containsKey(thread);
    }

    /// It ends.
    synchronized void remove(Thread thread) {
        if (threads.remove(thread) != null && threads.isEmpty()) {
            notifyAll();
        }
    }

    private synchronized void keep() {
        boolean someAreNew = dropUnstarted();
        while (!threads.isEmpty()) {
            try {
                wait(someAreNew ? UNSTARTED_NANOS / 1_000_000 : 0);
            } catch (InterruptedException e) {
                // Nobody has a reason to.
            }
            someAreNew = dropUnstarted();
        }
        isKeeping = false;
    }

    /// @return whether some are not started yet
    private boolean dropUnstarted() {
        long now = System.nanoTime();
        threads.entrySet()
                .removeIf(one ->
                        one.getKey().getState() == Thread.State.NEW
                                && now - one.getValue() > UNSTARTED_NANOS);
        return threads.keySet().stream().anyMatch(one -> one.getState() == Thread.State.NEW);
    }
}
