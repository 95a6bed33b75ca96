package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.sync.Event;
import io.anyloop.waiting.Waitable;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A server of either kind on one hub: begins to take clients in, and ends in order. Any thread, unless a method says
/// otherwise.
final class Serving implements Service {
    /// So long those who were killed may use for their `finally`.
    private static final Duration KILL_LIMIT = Duration.ofSeconds(1);

    private final String kind;
    private final Hub hub;
    private final Listener listener;
    private final Clients clients;
    private final boolean isBounded;
    private final Event gate;
    private final Event ending;
    private final Event ended;
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Greenlet<Void> acceptor;
    private final Waitable.Registration draining;
    private volatile boolean hasBegun;
    private volatile Exception failure;

    private Serving(String kind, Hub hub, Listener listener, Terms terms) {
        this.kind = kind;
        this.hub = hub;
        this.listener = listener;
        this.clients = new Clients(terms.slots());
        this.isBounded = terms.isBounded();
        this.gate = new Event();
        this.ending = new Event();
        this.ended = new Event();
        Accepting accepting =
                new Accepting(
                        listener,
                        clients,
                        terms.policy(),
                        terms.maxAccept(),
                        gate,
                        ending,
                        this::report);
        this.acceptor = hub.unstarted(() -> accept(accepting));
        this.draining = hub.onDrain(this::drain);
    }

    /// Begins to serve on a hub, and owns the listener from now on.
    ///
    /// @param kind what to call the server
    static Serving start(String kind, Hub hub, Listener listener, Terms terms) {
        try {
            Serving serving = new Serving(kind, hub, listener, terms);
            serving.begin();
            return serving;
        } catch (Throwable e) {
            listener.close();
            throw e;
        }
    }

    private void begin() {
        gate.set();
        acceptor.name(toString());
        acceptor.linkOnLoop(gone -> acceptorEnded());
        try {
            acceptor.start();
        } catch (Throwable e) {
            draining.close();
            throw e;
        }
    }

    // ---------------------------------------------------------------- accepting

    private Void accept(Accepting accepting) throws Exception {
        hasBegun = true;
        try {
            accepting.run();
        } catch (GreenletExit e) {
            throw e;
        } catch (Exception e) {
            failure = e;
            throw e;
        } finally {
            if (beginStop()) {
                finish(STOP_LIMIT, acceptor, "its server has come to its end");
            }
        }
        return null;
    }

    /// On the hub's thread. Only does something where [#accept] could not.
    private void acceptorEnded() {
        if (!hasBegun || hub.isClosed()) {
            beginStop();
            hasEnded();
        }
    }

    @Override
    public void pause() {
        gate.clear();
        if (stopped.get()) {
            gate.set();
        }
    }

    @Override
    public void resume() {
        gate.set();
    }

    @Override
    public boolean isAccepting() {
        return gate.isSet() && !stopped.get();
    }

    /// A failure that does not end the server.
    private void report(Throwable e) {
        try {
            hub.post(new Failure(toString(), e));
        } catch (HubClosedException closed) {
            // It reports no more.
        }
    }

    /// Told by being thrown: so the hub's error handler hears of it, with the server as the source.
    private record Failure(String server, Throwable failure) implements Runnable {
        @Override
        public void run() {
            throw Failure.<RuntimeException>unchecked(failure);
        }

        @SuppressWarnings("unchecked")
        private static <X extends Throwable> X unchecked(Throwable failure) throws X {
            throw (X) failure;
        }

        @Override
        public String toString() {
            return server;
        }
    }

    // ---------------------------------------------------------------- the end

    @Override
    public void await(String call) throws IOException {
        Hub.refuseOnLoop(call);
        try {
            awaitEnd();
        } catch (Throwable e) {
            stop(call, CUT_OFF, STOP_LIMIT);
            throw e;
        }
        rethrowFailure();
    }

    void awaitEnd() {
        ended.await();
    }

    /// What it has ended with, if that was not a stop.
    void rethrowFailure() throws IOException {
        Exception lost = failure;
        if (lost != null) {
            switch (lost) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IOException(this + " has failed.", lost);
            }
        }
    }

    @Override
    public void stop(String call, String reason, Duration limit) {
        refuseNegative(limit);
        Hub.refuseOnLoop(call);
        Greenlet<?> self = self();
        if (self != null && self.hub() == hub) {
            stopHere(limit, self, why(self, reason));
        } else {
            Greenlet<?> stops = beginStop(limit, self, why(self, reason));
            if (stops != null) {
                join(List.of(stops));
            }
        }
    }

    /// The hub is about to close, so nobody is served afterwards: also who is not waited for by a stop is waited for.
    private void drain(Duration limit) {
        Timeout.of(limit)
                .silent()
                .run(() -> {
                    stop("Hub.drain", "its hub ends", limit);
                    clients.join(null);
                });
    }

    /// What those are told that are killed.
    ///
    /// @param self the greenlet that stops the server; null for another thread
    /// @param reason of the user's; null for none
    static String why(Greenlet<?> self, String reason) {
        String by = self == null ? Thread.currentThread().getName() : self.name();
        String why = "its server was stopped by " + by;
        return reason == null ? why : why + ": " + reason;
    }

    private void stopHere(Duration limit, Greenlet<?> self, String why) {
        if (beginStop()) {
            clients.release();
            finish(limit, self, why);
        } else if (self != acceptor) {
            ended.await();
        }
    }

    /// Begins to stop on the hub: to close a socket takes the JDK a lock that the acceptor would run into.
    ///
    /// @param self is neither waited for nor killed; may be null
    /// @param why what the killed are told
    /// @return who does it; null if the hub has closed, and nothing is to be done any more
    Greenlet<Void> beginStop(Duration limit, Greenlet<?> self, String why) {
        try {
            return hub.spawn(() -> stopHere(limit, self, why));
        } catch (HubClosedException e) {
            beginStop();
            ended.await(KILL_LIMIT);
            return null;
        }
    }

    /// Waits for those who stop a server, or parts of it; if the wait is cut short, so are they.
    static void join(List<? extends Greenlet<?>> stops) {
        try {
            stops.forEach(Greenlet::join);
        } catch (Throwable e) {
            stops.forEach(Greenlet::killNoWait);
            throw e;
        }
    }

    static void refuseNegative(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(
                    "A time limit cannot be negative, this is %s. Use Duration.ZERO for no waiting."
                            .formatted(limit));
        }
    }

    /// The greenlet that calls; null if that is none.
    static Greenlet<?> self() {
        if (!Thread.currentThread().isVirtual()) {
            return null;
        }
        try {
            return Greenlet.current();
        } catch (NoHubException e) {
            return null;
        }
    }

    /// Lets no more clients in. The acceptor comes to its end by itself, unless it serves one or waits for a pool.
    ///
    /// @return false if that was done before
    private boolean beginStop() {
        if (!stopped.compareAndSet(false, true)) {
            return false;
        }
        ending.set();
        listener.close();
        gate.set();
        return true;
    }

    /// In a greenlet of the hub.
    private void finish(Duration limit, Greenlet<?> self, String why) {
        boolean isQuiet = false;
        try {
            Timeout.of(limit).silent().run(() -> join(self));
            isQuiet = true;
        } finally {
            try {
                kill(self, why);
                if (isQuiet) {
                    Timeout.of(KILL_LIMIT).silent().run(() -> join(self));
                }
            } finally {
                hasEnded();
            }
        }
    }

    private void hasEnded() {
        draining.close();
        ended.set();
    }

    private void join(Greenlet<?> self) {
        if (self != acceptor) {
            acceptor.join();
        }
        awaitTurn();
        if (isBounded) {
            clients.join(self);
        }
    }

    /// What waited for the listener may hold it, closed as it is, until the loop has been polled: a poll request of io_uring's
    /// does, and clients would still connect.
    private void awaitTurn() {
        try {
            hub.spawnLater(Duration.ZERO, () -> null).join();
        } catch (HubClosedException e) {
            // Its loop closes, too.
        }
    }

    private void kill(Greenlet<?> self, String why) {
        if (self != acceptor) {
            acceptor.killNoWait(new GreenletExit(why));
        }
        if (isBounded) {
            clients.kill(self, why);
        }
    }

    // ---------------------------------------------------------------- what it is

    @Override
    public boolean isStopped() {
        return stopped.get();
    }

    @Override
    public int clients() {
        return clients.count();
    }

    @Override
    public SocketAddress address() {
        return listener.address();
    }

    @Override
    public String toString() {
        return "%s[%s, %s]"
                .formatted(
                        kind,
                        listener.address(),
                        stopped.get() ? "stopped" : gate.isSet() ? "accepting" : "paused");
    }
}
