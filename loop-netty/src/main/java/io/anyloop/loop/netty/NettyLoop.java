package io.anyloop.loop.netty;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.netty.channel.IoEventLoop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/// A driven loop on one of Netty's transports, which is an event loop of Netty's too: channels of Netty's register on
/// [#eventLoop], and their handlers run on the hub's thread, between its greenlets.
///
/// Confined to its owner, except [#wakeup], [#nanoTime], [#eventLoop] and what Netty itself allows from any thread.
public final class NettyLoop implements DrivenLoop {
    private final Transport transport;
    private final Set<Capability> capabilities;
    private final HubEventLoop eventLoop;
    private final NettyWatches watches;
    private volatile boolean closed;
    private boolean polling;

    /// Opens a loop, which belongs to the calling thread at first.
    ///
    /// @param transport what it is built on
    /// @param capabilities what its provider declares
    public NettyLoop(Transport transport, Set<Capability> capabilities) {
        this.transport = Objects.requireNonNull(transport);
        this.capabilities = Set.copyOf(capabilities);
        this.eventLoop = new HubEventLoop(transport.handlerFactory(), transport::standsFor);
        this.watches = new NettyWatches(new Home(), transport, eventLoop);
        eventLoop.beforeRegister(handle -> watches.isTaken(transport.descriptorOf(handle)));
    }

    /// This loop as Netty sees it: for channels, and whatever else takes an event loop. Code that is called on it runs on
    /// the hub's thread and must not wait, as ever with Netty. A greenlet is not "in the event loop"; what it asks of a
    /// channel is passed on, without a wake-up where the hub is the same. Ends with the hub: a shutdown that a client asks
    /// for is refused by a failed future, since only the creator closes.
    ///
    /// @return the event loop
    public IoEventLoop eventLoop() {
        return eventLoop;
    }

    @Override
    public String name() {
        return transport.name();
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public void poll(long nanos) throws IOException {
        check("poll");
        if (polling) {
            throw new IllegalStateException(
                    "The %s loop is being polled already: a report only notes what it hears, and leaves polling to the hub."
                            .formatted(name()));
        }
        polling = true;
        try {
            eventLoop.poll(nanos);
        } catch (BrokenTransport e) {
            throw new IOException(
                    "The %s loop is broken: %s".formatted(name(), e.getMessage()), e.getCause());
        } catch (UncheckedIOException e) {
            // A handler that does not swallow what the system says: io_uring's.
            throw new IOException(
                    "The %s loop is broken: %s".formatted(name(), e.getCause().getMessage()),
                    e.getCause());
        } finally {
            polling = false;
        }
    }

    @Override
    public void moveTo(Thread owner) {
        Objects.requireNonNull(owner, "owner");
        checkOpen("moveTo");
        if (polling) {
            throw new IllegalStateException(
                    "The %s loop is being polled: hand it over between two polls."
                            .formatted(name()));
        }
        eventLoop.moveTo(owner);
    }

    @Override
    public void threadEnds() {
        eventLoop.leave(Thread.currentThread());
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return watches.watch(descriptor, generation, readiness);
    }

    @Override
    public void wakeup() {
        eventLoop.wakeup();
    }

    /// Closes the channels that are left on it, too: nobody would serve them any more.
    @Override
    public void close() {
        if (!closed) {
            check("close");
            closed = true;
            eventLoop.end();
        }
    }

    private void checkOpen(String call) {
        if (closed) {
            throw new IllegalStateException(
                    "%s on a loop %s that is closed: open a new one from its provider."
                            .formatted(call, name()));
        }
    }

    private void check(String call) {
        checkOpen(call);
        Thread caller = Thread.currentThread();
        if (!eventLoop.inEventLoop(caller)) {
            throw new WrongThreadException(
                    "%s was called on %s, but the %s loop belongs to %s: call it there, or move the loop first."
                            .formatted(call, caller, name(), eventLoop.owner()));
        }
    }

    private final class Home implements NettyWatches.Home {
        @Override
        public void check(String call) {
            NettyLoop.this.check(call);
        }

        @Override
        public boolean isClosed() {
            return closed;
        }
    }
}
