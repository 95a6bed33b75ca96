package io.anyloop.launcher.soak;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/// What must have happened by when, what has been done, and which promises were broken. Any thread.
final class Ledger implements AutoCloseable {
    private static final long LOOK_MILLIS = 50;

    /// So many stacks are shown of those who wait in vain.
    private static final int SHOWN = 5;

    private final long bound;
    private final Pauses pauses = new Pauses();
    private final Set<Due> open = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, LongAdder> counts = new ConcurrentHashMap<>();
    private final LongAccumulator latest = new LongAccumulator(Math::max, 0);
    private final List<String> broken = new ArrayList<>();
    private final CountDownLatch isBroken = new CountDownLatch(1);
    private final Thread auditor =
            Thread.ofPlatform().daemon().name("soak-auditor").start(this::audit);
    private volatile boolean isOver;

    /// @param bound what anything may be late by, beside the pauses of the machine
    Ledger(Duration bound) {
        this.bound = bound.toNanos();
    }

    // ---------------------------------------------------------------- what is due

    /// Something that must end in time; it has ended when this is closed.
    final class Due implements AutoCloseable {
        private final String what;
        private final Thread thread = Thread.currentThread();
        private final long end;
        private final long pausedBefore = pauses.total();

        private Due(String what, Duration limit) {
            this.what = what;
            this.end = System.nanoTime() + limit.toNanos();
        }

        private long lateNanos() {
            return System.nanoTime() - end - (pauses.total() - pausedBefore);
        }

        private String tell(String kind) {
            return "%s: %s is %d ms late, beside pauses of %d ms, in %s"
                    .formatted(
                            kind,
                            what,
                            lateNanos() / 1_000_000,
                            (pauses.total() - pausedBefore) / 1_000_000,
                            thread);
        }

        @Override
        public void close() {
            if (open.remove(this)) {
                latest.accumulate(lateNanos());
                if (lateNanos() > bound) {
                    breaks(tell("late"));
                }
            }
        }
    }

    /// @param what is said if it does not end
    /// @param limit by when it has to end
    Due due(String what, Duration limit) {
        var due = new Due(what, limit);
        open.add(due);
        return due;
    }

    private void audit() {
        while (!isOver) {
            var lost = open.stream().filter(due -> due.lateNanos() > bound).toList();
            lost.stream().limit(SHOWN).forEach(due -> breaks(due.tell("lost") + stack(due.thread)));
            open.removeAll(lost);
            try {
                Thread.sleep(LOOK_MILLIS);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    static String stack(Thread thread) {
        return stack(thread.getStackTrace());
    }

    static String stack(Throwable failure) {
        return stack(failure.getStackTrace());
    }

    private static String stack(StackTraceElement[] frames) {
        return List.of(frames).stream()
                .map(frame -> "\n        at " + frame)
                .collect(Collectors.joining());
    }

    Duration bound() {
        return Duration.ofNanos(bound);
    }

    // ---------------------------------------------------------------- what was done

    void count(String what) {
        count(what, 1);
    }

    void count(String what, long by) {
        counts.computeIfAbsent(what, _ -> new LongAdder()).add(by);
    }

    long counted(String what) {
        var found = counts.get(what);
        return found == null ? 0 : found.sum();
    }

    // ---------------------------------------------------------------- what is broken

    void breaks(String promise) {
        synchronized (broken) {
            broken.add(promise);
        }
        isBroken.countDown();
    }

    List<String> broken() {
        synchronized (broken) {
            return List.copyOf(broken);
        }
    }

    /// Waits, at most until a promise is broken.
    ///
    /// @return whether one is
    boolean awaitBroken(Duration limit) throws InterruptedException {
        return isBroken.await(limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        isOver = true;
        auditor.interrupt();
        pauses.close();
    }

    @Override
    public String toString() {
        String done =
                new TreeMap<>(counts)
                        .entrySet().stream()
                                .map(count ->
                                        "%s %,d".formatted(count.getKey(), count.getValue().sum()))
                                .collect(Collectors.joining(", "));
        return "%s; latest %d ms, pauses %d ms"
                .formatted(done, latest.get() / 1_000_000, pauses.total() / 1_000_000);
    }
}
