package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.function.Action;

/// How a server gets a greenlet for a client. The usual answer is `hub::spawn`; with `pool::spawn` clients share a
/// pool with other work.
@FunctionalInterface
public interface SpawnPolicy {
    /// Has a client served, in a greenlet of whatever hub. May wait until there is room: that client waits then, and nobody
    /// else is accepted meanwhile.
    ///
    /// What this throws is reported, the client is dropped, and the server pauses before it goes on.
    ///
    /// @param client serves the client, to its end; to be run once
    /// @return the greenlet that runs it, for which the server waits when it stops, and which it kills in the end; null if
    /// there is none: then it does not wait, and only closes the connection
    /// @throws Exception if the client cannot be served
    Greenlet<?> spawn(Action<?> client) throws Exception;

    /// Waits until there is room for a client. Called before each is accepted, so that clients wait where the system lets
    /// them wait. By default it returns at once.
    ///
    /// @throws Exception if there will be no room: treated as a failure of [#spawn]
    default void awaitRoom() throws Exception {}
}
