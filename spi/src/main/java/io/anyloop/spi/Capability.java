package io.anyloop.spi;

/// What a loop can do beyond waiting and waking. Declared, not probed: the contract checks that it is true
/// (rule 1.4).
public enum Capability {
    /// [Loop#watch] watches descriptors. Without it `watch` throws [UnsupportedOperationException].
    DESCRIPTORS,

    /// [Mode#KEEP] is understood: a registration that stays and reports each new edge. It holds on to nothing: a descriptor that
    /// its owner closes is closed at once, though nobody tells the loop.
    KEEP,

    /// Arming costs no system call of its own, since it goes along with the one that waits: to wait for what may be there already
    /// is cheaper than to look. A hint, which changes no result.
    FREE_ARMING,

    /// Time is simulated: [DrivenLoop#poll] does not sleep for a finite wait, it moves the loop's clock.
    VIRTUAL_TIME
}
