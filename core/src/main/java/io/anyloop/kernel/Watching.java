package io.anyloop.kernel;

/// Who looks after a hub, whether it makes progress.
public interface Watching {
    /// The hub begins to do something, after it slept. Any thread.
    void stir();

    /// The hub ends: nothing of it is looked after any more.
    void end();
}
