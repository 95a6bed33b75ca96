package io.anyloop.server;

/// What one client wants: a connection, a datagram.
interface Errand {
    /// Serves it, in a greenlet.
    void serve() throws Exception;

    /// Lets the client go. Called once, after [#serve] or instead of it, on any thread, a loop's own included: does not
    /// wait.
    void drop();
}
