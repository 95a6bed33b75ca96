package io.anyloop.spi;

/// What a [HostedLoop] runs: the hub, seen from its host.
public interface Guest {

    /// One turn: a bounded piece of work on the host's thread. Throws nothing.
    void turn();

    /// The host has ended, or turned out to be unfit: no turn will begin any more, but one may still be under way on
    /// another thread. Any thread; at most once. Does not block.
    ///
    /// @param cause what happened, as a message for the user
    void hostClosed(Throwable cause);
}
