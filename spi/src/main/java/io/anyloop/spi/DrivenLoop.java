package io.anyloop.spi;

import java.io.IOException;

/// A loop that the hub's thread polls.
///
/// It belongs to one thread at a time: at first to the one that opened it, then to whichever thread
/// [#moveTo] named last. The owner may change between two polls, never within one.
public non-sealed interface DrivenLoop extends Loop {

    /// Waits until something happens, and hands over what is ready: each report goes to its [Readiness], on this
    /// thread, before this returns. The only place where the hub's thread may sleep. May return early with
    /// nothing; uses up the wake-ups that came before it. Never sleeps longer by choice; a wait that the system cannot express is rounded up, so that a
    /// short wait does not become a spin (rule 2.4).
    ///
    /// @param nanos longest wait: 0 or less does not wait, [Long#MAX_VALUE] waits until woken
    /// @throws IOException if the loop is broken beyond use; the hub then ends, and every waiter learns why
    /// @throws WrongThreadException if the calling thread does not hold the loop (rule 2.6)
    /// @throws IllegalStateException if the loop is closed, or is being polled already (from inside a report)
    void poll(long nanos) throws IOException;

    /// Hands the loop to another thread. Called between two polls by the present owner, or on its behalf while it is stuck:
    /// so on any platform thread, or in a virtual thread that the owner carries. Whoever hands over sees to it that the next owner
    /// sees what was done before (as starting a thread does).
    ///
    /// @param owner the thread that will poll from now on
    void moveTo(Thread owner);

    /// The calling thread has held the loop, does not hold it now, or the loop is closed, and never will again: gives back what the loop keeps for it. A thread
    /// from which the loop was taken while it was stuck calls this before it ends; one that has handed it over by itself may. Does nothing unless
    /// a loop keeps something for each thread.
    default void threadEnds() {}
}
