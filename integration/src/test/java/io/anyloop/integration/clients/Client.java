package io.anyloop.integration.clients;

/// A library with the connections that it keeps. Used by many greenlets at once, in the way its own guide shows.
public interface Client extends AutoCloseable {
    /// What is answered by code that makes do without an answer.
    long NO_ANSWER = Long.MIN_VALUE;

    /// Borrows or makes a connection, asks the server for a number of one's own over it, and gives it back.
    ///
    /// @param number zero or more
    /// @param whenConnected is called once while the connection is held, and may wait
    /// @return what was answered
    long ask(long number, Runnable whenConnected) throws Exception;

    /// How many may be held at once.
    int connections();

    @Override
    void close();

    /// How a client is made.
    interface Maker {
        /// @param port where its server listens, on 127.0.0.1
        Client make(int port) throws Exception;
    }
}
