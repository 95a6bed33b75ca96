package io.anyloop.server;

import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import java.io.IOException;

/// Options of a [DatagramServer], every one with a default. Made by [DatagramServer#on] and its like. Not thread-safe.
///
/// ```java
/// DatagramServer echo =
///         DatagramServer.on(port, (data, sender, reply) -> reply.send(data))
///                 .limit(100) // greenlets at a time; what comes meanwhile waits in the socket
///                 .start();
/// ```
public final class DatagramServerBuilder {
    /// Opens the socket.
    @FunctionalInterface
    interface Opener {
        Listener open() throws IOException;
    }

    private final Opener opener;
    private final ServerOptions options = new ServerOptions();

    DatagramServerBuilder(Opener opener) {
        this.opener = opener;
    }

    /// Chooses the hub. By default the one that the caller of [#start] is on.
    ///
    /// @param hub the hub
    /// @return this
    public DatagramServerBuilder hub(Hub hub) {
        options.hub(hub);
        return this;
    }

    /// Serves at most so many datagrams at the same time: while it does, none is received, and the system keeps a few
    /// and drops the rest. By default there is no limit. [DatagramServer#stop()] waits for the handlers of a server that has
    /// one.
    ///
    /// @param datagrams the number, 1 or more
    /// @return this
    public DatagramServerBuilder limit(int datagrams) {
        options.limit(datagrams);
        return this;
    }

    /// Sets how datagrams get their greenlets. By default each has one of its own on the server's hub.
    /// [DatagramServer#stop()] waits for the handlers of a server that was told.
    ///
    /// @param policy how, for example `pool::spawn`
    /// @return this
    public DatagramServerBuilder spawn(SpawnPolicy policy) {
        options.policy(policy);
        return this;
    }

    /// Spawns nothing: the handler runs in the greenlet that receives. While it waits, nothing else is received.
    ///
    /// @return this
    public DatagramServerBuilder inline() {
        options.inline();
        return this;
    }

    /// Sets after how many datagrams, received one right after the other, the others on the hub get their turn. By default
    /// 100.
    ///
    /// @param datagrams the number, 1 or more
    /// @return this
    public DatagramServerBuilder maxReceive(int datagrams) {
        options.maxAccept(datagrams);
        return this;
    }

    /// Opens the socket, and begins to receive. From a greenlet or a callback of the hub, or from any thread if the hub was
    /// given. A host's name is looked up here, on the caller's thread.
    ///
    /// @return the server
    /// @throws IOException if the address cannot be had
    /// @throws NoHubException if no hub was given and the caller is not on one
    /// @throws HubClosedException if the hub is closing
    public DatagramServer start() throws IOException {
        Hub hub = options.hub();
        return new DatagramServer(
                Serving.start("DatagramServer", hub, opener.open(), options.termsOn(hub)));
    }

    /// Starts the server and waits until it has stopped: [#start], then [DatagramServer#serve].
    ///
    /// @throws IOException if the address cannot be had, or the socket is lost
    /// @throws NoHubException if no hub was given and the caller is not on one
    /// @throws HubClosedException if the hub is closing
    public void serve() throws IOException {
        start().serve();
    }
}
