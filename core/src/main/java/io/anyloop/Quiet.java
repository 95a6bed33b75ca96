package io.anyloop;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Those who wait until nothing is left on a hub. Hub's thread only, but for [#await].
final class Quiet {
    private final Hub hub;
    private final Set<Waiter> waiting = new LinkedHashSet<>();

    /// How many of them are greenlets of this hub: each of them alone would wait for itself.
    private int insiders;

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
                hub.atHub(() -> remove(waiter));
            }
        }
    }

    private void add(Waiter waiter) {
        if (hub.lifetime.isAlive()) {
            waiting.add(waiter);
            insiders += isInsider(waiter) ? 1 : 0;
        } else {
            waiter.wake();
        }
    }

    private void remove(Waiter waiter) {
        if (waiting.remove(waiter)) {
            insiders -= isInsider(waiter) ? 1 : 0;
        }
    }

    private boolean isInsider(Waiter waiter) {
        return waiter.who() instanceof Greenlet<?> greenlet && greenlet.hub == hub;
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
                && hub.roster.size() == insiders;
    }

    /// Tells everyone.
    void end() {
        List<Waiter> all = List.copyOf(waiting);
        waiting.clear();
        insiders = 0;
        all.forEach(Waiter::wake);
    }
}
