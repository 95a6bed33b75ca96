package io.anyloop;

import java.util.ArrayList;
import java.util.List;

/// Those who wait until nothing is left on a hub. Hub's thread only, but for [#await].
final class Quiet {
    private final Hub hub;
    private final List<Waiter> waiting = new ArrayList<>();

    Quiet(Hub hub) {
        this.hub = hub;
    }

    /// Waits. Any thread.
    boolean await(long nanos) {
        if (!hub.lifetime.isAlive()) {
            return true;
        }
        Waiter waiter = Waiter.here("Hub.awaitQuiet", hub);
        hub.atHub(() -> add(waiter));
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                hub.atHub(() -> waiting.remove(waiter));
            }
        }
    }

    private void add(Waiter waiter) {
        if (hub.lifetime.isAlive()) {
            waiting.add(waiter);
        } else {
            waiter.wake();
        }
    }

    /// Nothing can run, and nothing is due now. Tells those who wait, if nothing is to come either.
    ///
    /// @return true if there is something to do now
    boolean tell() {
        if (waiting.isEmpty() || !isQuiet()) {
            return false;
        }
        end();
        return true;
    }

    private boolean isQuiet() {
        return hub.work.deadlines.keepNothing()
                && !hub.descriptors.isWaitedFor()
                && hub.roster.size() == insiders();
    }

    /// Greenlets of this hub that wait here: each of them alone would wait for itself.
    private int insiders() {
        int count = 0;
        for (Waiter waiter : waiting) {
            if (waiter.who() instanceof Greenlet<?> greenlet && greenlet.hub == hub) {
                count++;
            }
        }
        return count;
    }

    /// Tells everyone.
    void end() {
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        all.forEach(Waiter::wake);
    }
}
