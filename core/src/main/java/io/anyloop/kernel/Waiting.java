package io.anyloop.kernel;

/// One wait of one thread at one of our calls, as far as the kernel has to know it.
public abstract class Waiting extends Deadline {
    /// Ends the wait. Any thread; more than once is the same as once.
    public abstract void wake();

    /// Who waits: a greenlet, or another thread.
    ///
    /// @return it
    public abstract Object who();

    /// What is waited on.
    ///
    /// @return it, or null
    public abstract Object on();
}
