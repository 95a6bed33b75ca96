package io.anyloop.kernel;

import java.time.Duration;
import java.util.function.Predicate;

/// What the kernel has to know of how a hub is to be.
///
/// @param name its name; null for one that is made up
/// @param stackBytes of its threads; 0 for the system's choice
/// @param turnBudget for how long a turn runs greenlets before the loop is looked at
/// @param closeLimit for how long greenlets may go on when the hub is closed
/// @param stallLimit for how long nothing may happen before it is said that the hub stands still
/// @param stuckLimit for how long its thread may be held before that is reported
/// @param handsOverStuck whether another thread then carries the hub on
/// @param handsOverBusy whether also when it uses the processor
/// @param fatal which failures are thrown to whoever waits for the hub
/// @param closedWorld whether nobody from outside can wake a greenlet
/// @param inheritsThreadLocals whether greenlets begin with a copy of the inheritable ones
/// @param namesThreads whether greenlets' threads have names from the beginning
/// @param tracksSpawner whether a greenlet knows who spawned it
/// @param tracksStack whether it knows where, too
public record Options(
        String name,
        long stackBytes,
        Duration turnBudget,
        Duration closeLimit,
        Duration stallLimit,
        Duration stuckLimit,
        boolean handsOverStuck,
        boolean handsOverBusy,
        Predicate<Throwable> fatal,
        boolean closedWorld,
        boolean inheritsThreadLocals,
        boolean namesThreads,
        boolean tracksSpawner,
        boolean tracksStack) {}
