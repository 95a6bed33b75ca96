package io.anyloop.spi;

/// What a host puts around the body of one greenlet: many hosts know by the thread on whose behalf code runs, and a
/// greenlet is a thread of its own. Made by [HostedLoop#surroundings].
public interface Surroundings {

    /// The greenlet takes its first step. On the greenlet's own thread, before its body; must not wait.
    ///
    /// @param resident the greenlet; null for work on a thread of a pool, or on a virtual thread that is none
    /// @return false if nothing of this place may run any more: the greenlet then ends as if it had been killed, and
    ///     [#leave] is not called
    boolean enter(Resident resident);

    /// The body has ended, however. On the greenlet's own thread; must not wait.
    void leave();

    /// A greenlet, seen from its host.
    interface Resident {

        /// Has the greenlet killed soon, as far as it has not ended. Any thread; does not wait.
        ///
        /// @param why what happened, as a message for the user
        void evict(String why);
    }
}
