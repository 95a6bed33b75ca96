package io.anyloop.kernel;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Those who wait until nothing is left on a hub. Hub's thread only, but for [#add].
public final class Quiet {
    private final Engine hub;
    private final Set<Waiting> waiting = new LinkedHashSet<>();

    /// How many of them are greenlets of this hub: each of them alone would wait for itself.
    private int insiders;

    Quiet(Engine hub) {
        this.hub = hub;
    }

    /// Has somebody who waits woken when nothing is left, or when the hub has ended. Any thread.
    ///
    /// @return takes that back
    public Runnable add(Waiting waiter) {
        hub.atHub(() -> addHere(waiter));
        return () -> hub.atHub(() -> remove(waiter));
    }

    private void addHere(Waiting waiter) {
        if (hub.lifetime.isAlive()) {
            waiting.add(waiter);
            insiders += isInsider(waiter) ? 1 : 0;
        } else {
            waiter.wake();
        }
    }

    private void remove(Waiting waiter) {
        if (waiting.remove(waiter)) {
            insiders -= isInsider(waiter) ? 1 : 0;
        }
    }

    private boolean isInsider(Waiting waiter) {
        return waiter.who() instanceof Strand<?> greenlet && greenlet.hub == hub;
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
        List<Waiting> all = List.copyOf(waiting);
        waiting.clear();
        insiders = 0;
        all.forEach(Waiting::wake);
    }
}
