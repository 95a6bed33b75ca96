package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.TestedLoops;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Rules 4 once more: turns that last, wake-ups for the ten thousandth time, far times, and hosts with much to do.
public final class HostedLongCases {
    private static final int WAKEUPS = 70_000;
    private static final Duration LONG_RUN = Duration.ofSeconds(3);
    private static final int SINGLE = 300;

    private final TestedLoops loops;

    public HostedLongCases(TestedLoops loops) {
        this.loops = loops;
    }

    /// On the host's thread, but not inside a turn: that is where a loop might take a short cut.
    public void notInline() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> null);
            var inside = new AtomicInteger();
            bench.hostRuns(() -> {
                int before = bench.guest().turns();
                bench.loop().wakeup();
                inside.set(bench.guest().turns() - before);
            });
            assertEquals(0, inside.get(), "turns that ran inside wakeup, on the host's thread");
            bench.onLoop(() -> HostedCases.ask(bench, -1));
            bench.quiet();
            assertEquals(1, bench.guest().deepest(), "a turn ran inside wakeAt");
        }
    }

    public void longTurns() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            for (long millis : new long[] {1, 5, 20, 60, 250}) {
                var inside = new AtomicBoolean();
                var holds = new AtomicBoolean(true);
                bench.guest()
                        .inTurn(() -> {
                            inside.set(true);
                            while (holds.get()) {
                                Thread.onSpinWait();
                            }
                        });
                bench.runUntil(inside::get, "no turn began after a wake-up");
                int during = bench.guest().turns();
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(millis));
                bench.loop().wakeup();
                holds.set(false);
                bench.runUntil(
                        () -> bench.guest().turns() > during,
                        "no turn followed a wake-up that came when a turn had lasted for %d ms"
                                .formatted(millis));
                bench.endOfTurn();
            }
        }
    }

    /// Each wake-up by itself: a turn for each, as long as it takes to count beyond 65,536.
    public void everyWakeup() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var wanted = new AtomicInteger();
            var seen = new AtomicInteger();
            bench.guest().inEachTurn(() -> seen.set(wanted.get()));
            long end = System.nanoTime() + bench.time.scaled(LONG_RUN).toNanos();
            for (int round = 1; round <= WAKEUPS && System.nanoTime() - end < 0; round++) {
                wanted.set(round);
                bench.loop().wakeup();
                HostedCases.spinUntil(bench, seen, round);
            }
        }
    }

    public void oneForOne() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> null);
            bench.quiet();
            int before = bench.guest().turns();
            for (int i = 1; i <= SINGLE; i++) {
                int number = before + i;
                bench.loop().wakeup();
                bench.runUntil(() -> bench.guest().turns() >= number, "no turn after a wake-up");
                bench.hostRuns(() -> {});
                bench.hostRuns(() -> {});
                assertEquals(
                        number,
                        bench.guest().turns(),
                        "turns, after as many wake-ups one after another");
            }
        }
    }

    /// A far time brings no turn now, is not forgotten where the host shows what waits on it, and can be replaced.
    public void farTimes() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            boolean shows = showsTimes(bench);
            for (long nanos : TimingCases.farTimes()) {
                int turns = bench.onLoop(() -> HostedCases.ask(bench, nanos).turns());
                LockSupport.parkNanos(10_000_000);
                bench.hostRuns(() -> {});
                assertEquals(
                        turns,
                        bench.guest().turns(),
                        "turns, after wakeAt in %d ns".formatted(nanos));
                if (shows) {
                    assertTrue(
                            bench.host().left() > 0,
                            "a turn in %d ns was forgotten: nothing waits on the host"
                                    .formatted(nanos));
                }
                HostedCases.comes(bench, bench.onLoop(() -> HostedCases.ask(bench, 1_000_000)));
            }
        }
    }

    private static boolean showsTimes(HostedBench bench) throws Exception {
        bench.quiet();
        int before = bench.host().left();
        bench.onLoop(() -> HostedCases.ask(bench, Duration.ofMinutes(1).toNanos()));
        bench.quiet();
        return bench.host().left() > before;
    }

    /// A host that always has another task.
    public void busyHost() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var over = new AtomicBoolean();
            keepBusy(bench, over);
            try {
                HostedCases.comes(bench, bench.onLoop(() -> HostedCases.ask(bench, 5_000_000)));
            } finally {
                over.set(true);
            }
        }
    }

    private static void keepBusy(HostedBench bench, AtomicBoolean over) {
        bench.host()
                .execute(() -> {
                    if (!over.get()) {
                        keepBusy(bench, over);
                    }
                });
    }

    public void onLoopThreadInTasks() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> null);
            var answer = new AtomicBoolean();
            bench.hostRuns(() -> answer.set(bench.loop().onLoopThread()));
            assertTrue(answer.get(), "false on the host's thread, in a task beside the turns");
        }
    }

    /// Nobody wakes: the time that was asked for is what would have needed a turn.
    public void endBeforeTime() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var asked = bench.onLoop(() -> HostedCases.ask(bench, bench.time.quiet().toNanos()));
            bench.host().end();
            boolean told =
                    Patience.isSoon(
                            bench.time,
                            () ->
                                    !bench.guest().ends().isEmpty()
                                            || bench.guest().turns() > asked.turns(),
                            () -> LockSupport.parkNanos(1_000_000));
            if (!told) {
                fail(
                        "the host ended before a time that was asked for; neither a turn came nor hostClosed");
            }
        }
    }
}
