package io.anyloop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;

/// Exceptions for greenlets, many at once or one. Any thread.
final class Kills {

    /// What is to be thrown into whom.
    private record Kill(Greenlet<?> target, Throwable exception) {
        void happen() {
            target.killHere(exception);
        }
    }

    private final List<Kill> kills = new ArrayList<>();

    /// Makes the exceptions, and throws none of them yet: if making one fails, nobody is killed.
    Kills(Collection<? extends Greenlet<?>> targets, Supplier<? extends Throwable> exception) {
        for (Greenlet<?> target : new LinkedHashSet<>(targets)) {
            if (!target.hasEnded()) {
                Throwable made = exception.get();
                kills.add(
                        new Kill(
                                target,
                                Objects.requireNonNull(made, "A kill needs an exception.")));
            }
        }
    }

    /// What ends a greenlet that the caller kills without a word.
    static GreenletExit exit() {
        return new GreenletExit("killed by " + Spawner.nameOf(Thread.currentThread()));
    }

    /// What ends a greenlet that the caller kills.
    ///
    /// @param reason why, for people
    static GreenletExit exit(String reason) {
        Objects.requireNonNull(reason, "A kill needs a reason. Without one: kill().");
        return new GreenletExit(
                "killed by %s: %s".formatted(Spawner.nameOf(Thread.currentThread()), reason));
    }

    /// Makes such exits for many, whoever needs them.
    ///
    /// @param reason why, for people
    static Supplier<GreenletExit> exits(String reason) {
        String message = exit(reason).getMessage();
        return () -> new GreenletExit(message);
    }

    /// As [#exits(String)], without a word.
    static Supplier<GreenletExit> exits() {
        String by = "killed by " + Spawner.nameOf(Thread.currentThread());
        return () -> new GreenletExit(by);
    }

    /// Kills one greenlet and waits for its end.
    ///
    /// @param nanos at most so long
    static void one(Greenlet<?> target, Throwable exception, long nanos) {
        if (!target.hasEnded() && Thread.currentThread() != target.thread) {
            Hubs.refuseOnLoop("kill");
        }
        target.throwInto(exception);
        target.awaitEnd("kill", nanos);
    }

    /// Leaves out all but some.
    void retain(Collection<? extends Greenlet<?>> targets) {
        Set<Greenlet<?>> kept = new HashSet<>(targets);
        kills.removeIf(kill -> !kept.contains(kill.target));
    }

    boolean isEmpty() {
        return kills.isEmpty();
    }

    /// Throws. All greenlets of one hub in one go, in which none of them takes a step: so one that has not begun never
    /// does, even if another one of them wakes it. If the caller is among them it is thrown at last, and here.
    void happen() {
        Kill own = null;
        Map<Hub, List<Kill>> byHub = new LinkedHashMap<>();
        for (Kill kill : kills) {
            if (Thread.currentThread() == kill.target.thread) {
                own = kill;
            } else {
                byHub.computeIfAbsent(kill.target.hub, hub -> new ArrayList<>()).add(kill);
            }
        }
        byHub.forEach((hub, all) -> hub.atHub(() -> all.forEach(Kill::happen)));
        if (own != null) {
            throw Rethrow.unchecked(own.exception);
        }
    }

    /// Kills greenlets and waits until all have ended, whatever is thrown into the caller meanwhile.
    static void endAll(String call, Collection<? extends Greenlet<?>> targets) {
        new Kills(targets, exits()).happen();
        new Arrivals<Greenlet<?>>(call, targets, Integer.MAX_VALUE, Times.FOREVER).allShielded();
    }
}
