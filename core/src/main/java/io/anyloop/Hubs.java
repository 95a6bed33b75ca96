package io.anyloop;

import io.anyloop.spi.HostedLoop;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which hub a caller is on. Any thread.
final class Hubs {
    private static final CopyOnWriteArrayList<Hub> HOSTED = new CopyOnWriteArrayList<>();
    private static volatile boolean wasOneOpened;

    private Hubs() {}

    static void addDriven() {
        wasOneOpened = true;
    }

    static void addHosted(Hub hub) {
        wasOneOpened = true;
        HOSTED.add(hub);
    }

    static void removeHosted(Hub hub) {
        HOSTED.remove(hub);
    }

    /// The hub that the caller runs on, as a greenlet, another virtual thread, or a callback.
    ///
    /// @throws NoHubException if the caller is not on a hub
    static Hub currentFor(String call) {
        Greenlet<?> greenlet = Greenlet.of(Thread.currentThread());
        Hub hub = greenlet != null ? greenlet.hub : carrying();
        if (hub == null) {
            throw new NoHubException(call);
        }
        return hub;
    }

    /// The hub whose thread carries the caller, or null.
    static Hub carrying() {
        if (!wasOneOpened) {
            return null;
        }
        if (HubThreads.carrier() instanceof HubThread own) {
            return own.hub;
        }
        for (Hub hub : HOSTED) {
            if (hub.seat.isOnThread()) {
                return hub;
            }
        }
        return null;
    }

    /// The hub that runs on the caller's thread, or null; null on a host's thread between two turns, too. Asks nobody, so it can be
    /// called from whatever wakes a greenlet: that may have locks of the host's.
    static Hub running() {
        Thread carrier = HubThreads.carrier();
        return carrier instanceof HubThread own ? own.hub : inTurnOn(carrier);
    }

    /// The hub that has a turn on a host's thread, or null. By that thread.
    static Hub inTurnOn(Thread host) {
        for (Hub hub : HOSTED) {
            if (hub.seat.thread() == host) {
                return hub;
            }
        }
        return null;
    }

    static Optional<Hub> guestOf(HostedLoop loop) {
        return HOSTED.stream().filter(hub -> hub.isGuestOf(loop)).findFirst();
    }

    /// Refuses a call that waits on a loop's own thread.
    static void refuseOnLoop(String call) {
        if (Thread.currentThread().isVirtual()) {
            return;
        }
        Hub hub = carrying();
        if (hub != null && hub.lifetime.isAlive()) {
            throw new BlockingInLoopException(call, hub);
        }
    }
}
