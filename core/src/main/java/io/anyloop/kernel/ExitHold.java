package io.anyloop.kernel;

import io.anyloop.jdk.Exits;
import io.anyloop.jdk.HubThreads;

/// A hub whose own thread waits for the end of the program, which waits for the hub.
final class ExitHold {
    private ExitHold() {}

    /// Whether the thread of a hub has asked for it, in a callback or with a greenlet that cannot leave it: nothing runs on the hub
    /// any more. Any thread.
    static boolean isOn(Engine hub) {
        Thread own = hub.seat.thread();
        return own != null
                && Exits.areUnderWay()
                && (Exits.isCaller(own)
                        || hub.roster.snapshot().stream().anyMatch(one -> holds(one, own)));
    }

    /// Not one that is only about to leave its thread, which can run then.
    private static boolean holds(Strand<?> greenlet, Thread own) {
        return HubThreads.isCarriedBy(greenlet.thread, own)
                && greenlet.thread.getState() != Thread.State.RUNNABLE
                && Exits.isCaller(greenlet.thread)
                && HubThreads.isCarriedBy(greenlet.thread, own);
    }
}
