package io.anyloop.server;

import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.group.HubGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/// Options of a [StreamServer], every one with a default. Made by [StreamServer#on] and its like. Not thread-safe.
///
/// ```java
/// StreamServer server =
///         StreamServer.on("localhost:0", handler) // any free port
///                 .backlog(200)
///                 .limit(1000) // conversations at a time; others wait in the backlog
///                 .start();
/// ```
///
/// An address may be used for several starts, one after the other or on port 0; a ready-made listener for one.
public final class StreamServerBuilder {
    /// gevent's. The system has its own bound (on Linux `somaxconn`).
    private static final int BACKLOG = 256;

    /// Opens a listener. What is to be done with a connection is decided by then.
    @FunctionalInterface
    interface Opener {
        Listener open(Binding binding, Tls tls) throws IOException;
    }

    /// What to put in front of the handler.
    record Tls(SSLContext context, Consumer<? super SSLParameters> parameters, Duration limit) {}

    private final SocketAddress address;
    private final Opener opener;
    private final boolean takesTls;
    private final ServerOptions options = new ServerOptions();
    private int backlog = BACKLOG;
    private Tls tls;
    private Duration handshakeLimit = Duration.ofSeconds(10);

    /// @param address where to listen; null if the listener is ready-made
    StreamServerBuilder(SocketAddress address, Opener opener, boolean takesTls) {
        this.address = address;
        this.opener = opener;
        this.takesTls = takesTls;
    }

    /// Chooses the hub. By default the one that the caller of [#start] is on.
    ///
    /// @param hub the hub
    /// @return this
    public StreamServerBuilder hub(Hub hub) {
        options.hub(hub);
        return this;
    }

    /// Serves on all hubs of a group that are not closed, in place of one: to use several cores for one port. A connection is
    /// served by a greenlet of one hub, from its beginning to its end, so what belongs to one connection needs no lock; what
    /// connections share does.
    ///
    /// On Linux each hub has a socket and an acceptor of its own, all on one port (`SO_REUSEPORT`), and the system deals
    /// connections out, by a hash: evenly if they are many. Elsewhere, for Unix domain sockets, and for a ready-made listener,
    /// one of the hubs accepts and hands connections to all in turn.
    ///
    /// The server has one limit for all hubs; each hub may hold one more connection, which waits for its slot inside the
    /// server. A hub that closes takes no more, and the others go on; only where it is the one that accepts, the server ends
    /// with it. [StreamServer#stop()] stops on all hubs at the same time.
    ///
    /// @param group the hubs, instead of [#hub(Hub)]; goes neither with [#inline] nor with [#spawn(SpawnPolicy)]
    /// @return this
    public StreamServerBuilder group(HubGroup group) {
        options.group(group);
        return this;
    }

    /// Sets how many connections may wait in the system to be accepted. By default 256; the system may allow fewer.
    ///
    /// @param connections the number, 1 or more
    /// @return this
    /// @throws IllegalArgumentException if the number is too small
    /// @throws IllegalStateException if the server was given a listener, whose backlog is settled
    public StreamServerBuilder backlog(int connections) {
        if (address == null) {
            throw new IllegalStateException(
                    "A ready-made listener has its backlog already, so backlog(%d) would change nothing. Set it where the listener is bound, or give an address instead."
                            .formatted(connections));
        }
        if (connections <= 0) {
            throw new IllegalArgumentException(
                    "A backlog must be 1 or more, this is %d.".formatted(connections));
        }
        backlog = connections;
        return this;
    }

    /// Serves at most so many connections at the same time: while it does, none is accepted, and others wait in the
    /// backlog. By default there is no limit. [StreamServer#stop()] waits for the handlers of a server that has one.
    ///
    /// @param connections the number, 1 or more
    /// @return this
    public StreamServerBuilder limit(int connections) {
        options.limit(connections);
        return this;
    }

    /// Sets how connections get their greenlets. By default each has one of its own on the server's hub.
    /// [StreamServer#stop()] waits for the handlers of a server that was told.
    ///
    /// @param policy how, for example `pool::spawn`
    /// @return this
    public StreamServerBuilder spawn(SpawnPolicy policy) {
        options.policy(policy);
        return this;
    }

    /// Spawns nothing: the handler runs in the greenlet that accepts. Saves a switch where a handler never waits; while one
    /// does wait, none else is accepted. [StreamServer#stop()] waits for the handler.
    ///
    /// @return this
    public StreamServerBuilder inline() {
        options.inline();
        return this;
    }

    /// Sets after how many connections, accepted one right after the other, the others on the hub get their turn. By
    /// default 100.
    ///
    /// @param connections the number, 1 or more
    /// @return this
    public StreamServerBuilder maxAccept(int connections) {
        options.maxAccept(connections);
        return this;
    }

    /// Serves TLS: the handler gets a [javax.net.ssl.SSLSocket] whose handshake is done. The handshake runs in the
    /// handler's greenlet; one that fails, or takes longer than [#handshakeLimit], is reported and ends its own connection
    /// only.
    ///
    /// @param context has the server's key
    /// @return this
    /// @throws IllegalStateException if the handler takes channels
    public StreamServerBuilder tls(SSLContext context) {
        return tls(context, parameters -> {});
    }

    /// As [#tls(SSLContext)], with parameters: versions, ciphers, application protocols, and whether clients need a
    /// certificate, `parameters -> parameters.setNeedClientAuth(true)`.
    ///
    /// @param context has the server's key
    /// @param parameters changes those of each connection, before its handshake
    /// @return this
    /// @throws IllegalStateException if the handler takes channels
    public StreamServerBuilder tls(SSLContext context, Consumer<? super SSLParameters> parameters) {
        if (!takesTls) {
            throw new IllegalStateException(
                    "TLS needs a handler of sockets: the JDK has it for those only. Use StreamServer.on(...) instead of onChannels(...).");
        }
        tls =
                new Tls(
                        Objects.requireNonNull(context),
                        Objects.requireNonNull(parameters),
                        handshakeLimit);
        return this;
    }

    /// Sets how long a TLS handshake may take before the connection is closed, counted by the hub's clock. By default 10 s.
    ///
    /// @param limit how long, more than zero
    /// @return this
    /// @throws IllegalArgumentException if the limit is zero or negative
    public StreamServerBuilder handshakeLimit(Duration limit) {
        if (limit.isNegative() || limit.isZero()) {
            throw new IllegalArgumentException(
                    "A TLS handshake needs some time, so its limit cannot be %s. Give more than zero."
                            .formatted(limit));
        }
        handshakeLimit = limit;
        if (tls != null) {
            tls(tls.context(), tls.parameters());
        }
        return this;
    }

    /// Listens, and begins to accept. From a greenlet or a callback of the hub, or from any thread if a hub or a group was
    /// given. A host's name is looked up here, on the caller's thread.
    ///
    /// @return the server
    /// @throws IOException if the address cannot be listened on
    /// @throws NoHubException if no hub was given and the caller is not on one
    /// @throws HubClosedException if the hub is closing, or all of the group are
    /// @throws IllegalStateException if a group was given, and how to spawn too
    public StreamServer start() throws IOException {
        HubGroup group = options.group();
        return new StreamServer(group == null ? startOn(options.hub()) : startOn(group));
    }

    private Service startOn(Hub hub) throws IOException {
        return startAlone(hub, options.termsOn(hub));
    }

    private Service startAlone(Hub hub, Terms terms) throws IOException {
        return Serving.start("StreamServer", hub, open(binding()), terms);
    }

    private Service startOn(HubGroup group) throws IOException {
        List<Hub> hubs = group.hubs().stream().filter(hub -> !hub.isClosed()).toList();
        if (hubs.size() > 1 && SharedPort.fits(address)) {
            List<Listener> listeners = SharedPort.open(hubs.size(), binding(), this::open);
            return GroupServing.start(hubs, listeners, options);
        }
        Hub accepts = group.next();
        Terms terms = options.termsOn(accepts);
        return startAlone(accepts, terms.spawning(client -> GroupServing.spawn(group, client)));
    }

    private Binding binding() {
        return new Binding(address, backlog, false);
    }

    private Listener open(Binding binding) throws IOException {
        return opener.open(binding, tls);
    }

    /// Starts the server and waits until it has stopped: [#start], then [StreamServer#serve].
    ///
    /// @throws IOException if the address cannot be listened on, or the listener is lost
    /// @throws NoHubException if no hub was given and the caller is not on one
    /// @throws HubClosedException if the hub is closing
    public void serve() throws IOException {
        start().serve();
    }
}
