package io.anyloop.kernel;

import io.anyloop.base.Rethrow;
import io.anyloop.exceptions.GreenletExit;
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
public final class Kills {

    /// What is to be thrown into whom.
    private record Kill(Strand<?> target, Throwable exception) {
        public void happen() {
            target.killHere(exception);
        }
    }

    private final List<Kill> kills = new ArrayList<>();

    /// Makes the exceptions, and throws none of them yet: if making one fails, nobody is killed.
    public Kills(Collection<? extends Strand<?>> targets, Supplier<? extends Throwable> exception) {
        for (Strand<?> target : new LinkedHashSet<>(targets)) {
            if (!target.isEnded()) {
                Throwable made = exception.get();
                kills.add(
                        new Kill(
                                target,
                                Objects.requireNonNull(made, "A kill needs an exception.")));
            }
        }
    }

    /// What ends a greenlet that the caller kills without a word.
    public static GreenletExit exit() {
        return new GreenletExit("killed by " + Spawner.nameOf(Thread.currentThread()));
    }

    /// What ends a greenlet that the caller kills.
    ///
    /// @param reason why, for people
    public static GreenletExit exit(String reason) {
        Objects.requireNonNull(reason, "A kill needs a reason. Without one: kill().");
        return new GreenletExit(
                "killed by %s: %s".formatted(Spawner.nameOf(Thread.currentThread()), reason));
    }

    /// Makes such exits for many, whoever needs them.
    ///
    /// @param reason why, for people
    public static Supplier<GreenletExit> exits(String reason) {
        String message = exit(reason).getMessage();
        return () -> new GreenletExit(message);
    }

    /// As [#exits(String)], without a word.
    public static Supplier<GreenletExit> exits() {
        String by = "killed by " + Spawner.nameOf(Thread.currentThread());
        return () -> new GreenletExit(by);
    }

    /// Leaves out all but some.
    public void retain(Collection<? extends Strand<?>> targets) {
        Set<Strand<?>> kept = new HashSet<>(targets);
        kills.removeIf(kill -> !kept.contains(kill.target));
    }

    public boolean isEmpty() {
        return kills.isEmpty();
    }

    /// Throws. All greenlets of one hub in one go, in which none of them takes a step: so one that has not begun never
    /// does, even if another one of them wakes it. If the caller is among them it is thrown at last, and here.
    public void happen() {
        Kill own = null;
        Map<Engine, List<Kill>> byHub = new LinkedHashMap<>();
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
}
