package io.anyloop;

/// How much a hub remembers of where its greenlets were spawned, for [Hub#dump()].
public enum Tracking {
    /// Nothing.
    NONE,
    /// Which greenlet spawned it: a number. The default.
    SPAWNER,
    /// The spawner, and the ten innermost frames of its stack: helpful and some microseconds a spawn.
    STACK
}
