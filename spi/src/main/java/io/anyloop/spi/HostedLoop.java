package io.anyloop.spi;

/// A loop that drives the hub: somebody else's event loop, on whose thread the hub runs as a guest.
///
/// A turn of the guest is one task of the host; it is never nested in another turn and never repeated inside
/// one task, so that the host's own tasks get their share (rule 4.4). [#wakeup] asks for a turn.
public non-sealed interface HostedLoop extends Loop {

    /// Takes the guest in. Any thread, once; a second guest is refused with [IllegalStateException]. No turn runs
    /// before it was asked for.
    ///
    /// The host's thread must be a platform thread: a virtual thread cannot carry greenlets. A host that turns out
    /// to be virtual, or to run turns on two threads at once, ends the guest by [Guest#hostClosed] (rule 4.6).
    ///
    /// @param guest who runs from now on
    void attach(Guest guest);

    /// Asks for a turn at a time, beside those that [#wakeup] asks for. The last call counts: it replaces the
    /// earlier time. Loop thread only.
    ///
    /// @param nanoTime when, on this loop's [clock][#nanoTime]; a time that has passed means soon;
    ///     [Long#MAX_VALUE] takes back what was asked
    void wakeAt(long nanoTime);

    /// Whether the caller is on the host's thread. Any thread. Before the first turn a loop may not know its
    /// thread; then the answer is false.
    ///
    /// @return true on the host's thread
    boolean onLoopThread();

    /// What belongs around the body of a greenlet that is made now. Called on the thread that makes it, whatever thread
    /// that is, so that what is bound to that thread can be taken over. Does not block, throws nothing.
    ///
    /// @return the surroundings of this one greenlet; null for none
    default Surroundings surroundings() {
        return null;
    }

    /// What belongs around work that the caller hands to a thread of a pool of its hub's, and, with the agent, around what a virtual
    /// thread runs that the caller makes by means of the JDK. Called on the caller's thread, a greenlet's as a rule. As
    /// [#surroundings], but such work is not evicted: [Surroundings#enter] gets no resident, and what it returns is not looked at.
    ///
    /// @return the surroundings of this one piece of work; null for none
    default Surroundings surroundingsElsewhere() {
        return null;
    }
}
