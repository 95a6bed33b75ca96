package io.anyloop.kernel;

import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.jdk.HubThreads;
import io.anyloop.spi.HostedLoop;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Which hub a caller is on. Any thread.
public final class Hubs {
    private static final CopyOnWriteArrayList<Engine> HOSTED = new CopyOnWriteArrayList<>();
    private static volatile boolean wasOneOpened;

    private Hubs() {}

    static void addDriven() {
        wasOneOpened = true;
    }

    static void addHosted(Engine hub) {
        wasOneOpened = true;
        HOSTED.add(hub);
    }

    static void removeHosted(Engine hub) {
        HOSTED.remove(hub);
    }

    /// The hub that the caller runs on, as a greenlet, another virtual thread, or a callback.
    ///
    /// @throws NoHubException if the caller is not on a hub
    public static Engine currentFor(String call) {
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        Engine hub = greenlet != null ? greenlet.hub : carrying();
        if (hub == null) {
            throw new NoHubException(call);
        }
        return hub;
    }

    /// The hub whose thread carries the caller, or null.
    public static Engine carrying() {
        if (!wasOneOpened) {
            return null;
        }
        if (HubThreads.carrier() instanceof HubThread own) {
            return own.hub;
        }
        for (Engine hub : HOSTED) {
            if (hub.seat.isOnThread()) {
                return hub;
            }
        }
        return null;
    }

    /// The hub that runs on the caller's thread, or null; null on a host's thread between two turns, too. Asks nobody, so it can be
    /// called from whatever wakes a greenlet: that may have locks of the host's.
    static Engine running() {
        Thread carrier = HubThreads.carrier();
        return carrier instanceof HubThread own ? own.hub : inTurnOn(carrier);
    }

    /// The hub that has a turn on a host's thread, or null. By that thread.
    static Engine inTurnOn(Thread host) {
        for (Engine hub : HOSTED) {
            if (hub.seat.thread() == host) {
                return hub;
            }
        }
        return null;
    }

    public static Optional<Engine> guestOf(HostedLoop loop) {
        return HOSTED.stream().filter(hub -> hub.isGuestOf(loop)).findFirst();
    }

    /// Refuses a call that waits on a loop's own thread.
    public static void refuseOnLoop(String call) {
        if (Thread.currentThread().isVirtual()) {
            return;
        }
        Engine hub = carrying();
        if (hub != null && hub.lifetime.isAlive()) {
            throw new BlockingInLoopException(call, hub.name());
        }
    }
}
