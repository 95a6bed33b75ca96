package io.anyloop.kernel;

import io.anyloop.spi.Surroundings;
import java.time.Duration;

/// What the kernel asks of the hub that users hold: it knows what they have set and what they are told, and the kernel does not.
public interface Face {
    /// That hub itself.
    Object hub();

    /// A greenlet is started. Before its first step, on the hub's thread.
    void started(Strand<?> greenlet);

    /// Tells the user's handler of a failure that nobody else is told of. In a virtual thread.
    void failed(Object source, Throwable failure);

    /// The greenlets, for people, so many at most. Any thread.
    String dump(int most);

    /// What is wanted around work that a greenlet hands to a thread pool, or null.
    Surroundings surroundingsElsewhere();

    /// The hub has ended, and takes nothing more. Hub's thread only.
    void ended();

    /// The hub's loop is closed, and nothing of it is left. Hub's thread only.
    void gone();

    /// Whether anything has asked to end before the hub. Any thread.
    boolean drains();

    /// Has all that asked for it end first, at most for a time, before the hub is closed.
    void drain(Duration limit);
}
