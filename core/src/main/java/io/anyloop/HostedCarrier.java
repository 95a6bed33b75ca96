package io.anyloop;

import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/// A hub on its host's thread. A turn is one task of the host, asked for anew while there is work.
final class HostedCarrier implements Carrier, Guest {
    private enum Place {
        /// Between two turns.
        WITH_HOST,
        /// In a turn.
        IN_TURN,
        /// Moved to a thread of its own, to end there.
        GONE
    }

    private static final long LOOK_AGAIN_NANOS = 100_000;

    private final Hub hub;
    private final Work work;
    private final HostedLoop loop;
    private final Progress progress = new Progress();
    private final AtomicReference<Place> place = new AtomicReference<>(Place.WITH_HOST);

    /// When the host was asked for a turn; hub's thread only.
    private long askedFor = Times.FOREVER;

    HostedCarrier(Hub hub, HostedLoop loop) {
        this.hub = hub;
        this.work = hub.work;
        this.loop = loop;
    }

    boolean isOnHost() {
        return loop.onLoopThread();
    }

    /// One turn. Leaves the host's thread as it found it: mounting a virtual thread touches the carrier's interrupt
    /// flag, and callbacks may touch its context class loader.
    @Override
    public void turn() {
        if (!place.compareAndSet(Place.WITH_HOST, Place.IN_TURN)) {
            return;
        }
        Thread host = Thread.currentThread();
        boolean interrupted = Thread.interrupted();
        ClassLoader contextLoader = host.getContextClassLoader();
        try {
            hub.seat.adopt(host);
            work.gather();
            Watchdog.stir();
            work.run(host, progress);
            if (!hub.lifetime.endIfDone()) {
                askForNext();
            }
        } catch (Throwable e) {
            hostClosed(e);
        } finally {
            host.setContextClassLoader(contextLoader);
            if (interrupted) {
                host.interrupt();
            } else {
                Thread.interrupted();
            }
            hub.seat.release();
            place.set(Place.WITH_HOST);
        }
    }

    private void askForNext() {
        long idle = work.idleNanos();
        if (idle <= 0 || hub.quiet.tell() || (work.isDry() && hub.lifetime.nothingLeft())) {
            loop.wakeup();
            return;
        }
        long at = work.deadlines.next();
        if (at != askedFor || at <= hub.now()) {
            askedFor = at;
            loop.wakeAt(at == Times.FOREVER ? at : Times.sum(hub.origin(), at));
        }
    }

    @Override
    public void hostClosed(Throwable cause) {
        leaveHost(() ->
                hub.lifetime.begin("The host of the loop " + hub.loopName() + " has ended", cause));
    }

    /// Moves the hub to a thread of its own, on which it ends. Any thread.
    void leaveHost(Runnable first) {
        HubThread thread =
                new HubThread(hub, hub.name() + "-closing", hub.stackBytes(), () -> drain(first));
        thread.start();
    }

    private void drain(Runnable first) {
        while (!place.compareAndSet(Place.WITH_HOST, Place.GONE)) {
            if (place.get() == Place.GONE) {
                return;
            }
            LockSupport.parkNanos(this, LOOK_AGAIN_NANOS);
        }
        DrivenCarrier own = new DrivenCarrier(hub, new ParkingLoop());
        hub.seat.moveTo(own, Thread.currentThread());
        hub.loseLoop();
        loop.close();
        first.run();
        own.carry();
    }

    @Override
    public void signal() {
        loop.wakeup();
    }

    /// A host's thread is the host's: nobody takes its place.
    @Override
    public boolean goesOn(Thread me) {
        return true;
    }

    @Override
    public Progress progress() {
        return progress;
    }

    @Override
    public boolean isInTurn() {
        return place.get() == Place.IN_TURN;
    }

    @Override
    public void close() {
        loop.close();
    }
}
