package io.anyloop.server;

import io.anyloop.Event;
import io.anyloop.Greenlet;
import io.anyloop.GreenletExit;
import io.anyloop.Hub;
import io.anyloop.HubClosedException;
import io.anyloop.NoHubException;
import io.anyloop.Timeout;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// The life of a server, of either kind: begins to take clients in, and ends in order. Any thread, unless a method says
/// otherwise.
final class Serving {
    static final Duration STOP_LIMIT = Duration.ofSeconds(1);

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
    private volatile boolean hasBegun;
    private volatile Exception failure;

    private Serving(String kind, Hub hub, Listener listener, ServerOptions options) {
        this.kind = kind;
        this.hub = hub;
        this.listener = listener;
        this.clients = new Clients(options.limit);
        this.isBounded = options.isBounded();
        this.gate = new Event();
        this.ending = new Event();
        this.ended = new Event();
        Accepting accepting =
                new Accepting(
                        listener,
                        clients,
                        options.policyOn(hub),
                        options.maxAccept,
                        gate,
                        ending,
                        this::report);
        this.acceptor = hub.unstarted(() -> accept(accepting));
    }

    /// Begins to serve on a hub, and owns the listener from now on.
    ///
    /// @param kind what to call the server
    static Serving start(String kind, Hub hub, Listener listener, ServerOptions options) {
        Serving serving = new Serving(kind, hub, listener, options);
        try {
            serving.start();
        } catch (HubClosedException e) {
            listener.close();
            throw e;
        }
        return serving;
    }

    private void start() {
        gate.set();
        acceptor.name(toString());
        acceptor.linkOnLoop(gone -> acceptorEnded());
        acceptor.start();
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
                finish(STOP_LIMIT, acceptor);
            }
        }
        return null;
    }

    /// On the hub's thread. Only does something where [#accept] could not.
    private void acceptorEnded() {
        if (!hasBegun || hub.isClosed()) {
            beginStop();
            ended.set();
        }
    }

    void pause() {
        gate.clear();
        if (stopped.get()) {
            gate.set();
        }
    }

    void resume() {
        gate.set();
    }

    boolean isAccepting() {
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

    /// Waits until the server has stopped; stops it if the wait is cut short.
    void await() throws IOException {
        try {
            ended.await();
        } catch (Throwable e) {
            stop(STOP_LIMIT);
            throw e;
        }
        rethrowFailure();
    }

    private void rethrowFailure() throws IOException {
        Exception lost = failure;
        if (lost != null) {
            switch (lost) {
                case IOException e -> throw e;
                case RuntimeException e -> throw e;
                default -> throw new IOException(this + " has failed.", lost);
            }
        }
    }

    void stop(Duration limit) {
        refuseNegative(limit);
        refuseOnLoop();
        Greenlet<?> self = self();
        if (self != null && self.hub() == hub) {
            stopHere(limit, self);
        } else {
            stopThere(limit, self);
        }
    }

    private void stopHere(Duration limit, Greenlet<?> self) {
        if (beginStop()) {
            finish(limit, self);
        } else if (self != acceptor) {
            ended.await();
        }
    }

    /// All of it on the hub: to close a socket takes the JDK a lock that the acceptor would run into.
    private void stopThere(Duration limit, Greenlet<?> self) {
        try {
            hub.spawn(() -> stopHere(limit, self)).join();
        } catch (HubClosedException e) {
            beginStop();
            ended.await(KILL_LIMIT);
        }
    }

    private static void refuseNegative(Duration limit) {
        if (limit.isNegative()) {
            throw new IllegalArgumentException(
                    "A time limit cannot be negative, this is %s. Use Duration.ZERO for no waiting."
                            .formatted(limit));
        }
    }

    private static void refuseOnLoop() {
        if (!Thread.currentThread().isVirtual()) {
            Greenlet.yield();
        }
    }

    private static Greenlet<?> self() {
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
        clients.release();
        return true;
    }

    /// In a greenlet of the hub.
    private void finish(Duration limit, Greenlet<?> self) {
        boolean isQuiet = false;
        try {
            Timeout.of(limit).silent().run(() -> join(self));
            isQuiet = true;
        } finally {
            try {
                kill(self);
                if (isQuiet) {
                    Timeout.of(KILL_LIMIT).silent().run(() -> join(self));
                }
            } finally {
                ended.set();
            }
        }
    }

    private void join(Greenlet<?> self) {
        if (self != acceptor) {
            acceptor.join();
        }
        if (isBounded) {
            clients.join(self);
        }
    }

    private void kill(Greenlet<?> self) {
        if (self != acceptor) {
            acceptor.killNoWait();
        }
        if (isBounded) {
            clients.kill(self);
        }
    }

    // ---------------------------------------------------------------- what it is

    boolean isStopped() {
        return stopped.get();
    }

    int clients() {
        return clients.count();
    }

    SocketAddress address() {
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
