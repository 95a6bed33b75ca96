package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.TestedLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Rules 3 once more: in the long run, for the ten thousandth time, and for many descriptors and high numbers.
public final class CrowdCases {
    private static final int ROUNDS = 600;
    private static final long LONG_RUN = TimeUnit.SECONDS.toNanos(2);
    private static final int ARMINGS = 70_000;
    private static final Duration LONG_LIFE = Duration.ofSeconds(4);

    /// With both ends open, and a number for each, numbers go beyond 1,024: where some systems have a border.
    private static final int MANY = 600;

    private static final int AT_LEAST = 3;
    private static final int POLLS_FOR_ALL = 1_000;

    private final TestedLoops loops;

    public CrowdCases(TestedLoops loops) {
        this.loops = loops;
    }

    /// Looks at one rule alone; what breaks another one first ends the run, and that rule's case says so.
    public void longRun(String rule) throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var crowd = new Crowd(bench, loops.environment().seed());
            long end = System.nanoTime() + LONG_RUN;
            for (int i = 0;
                    i < ROUNDS && crowd.wrong() == null && System.nanoTime() - end < 0;
                    i++) {
                crowd.round();
            }
            if (crowd.wrong() instanceof Crowd.Wrong wrong && wrong.rule().equals(rule)) {
                fail("%s; seed %d".formatted(wrong.what(), loops.environment().seed()));
            }
        }
    }

    /// One descriptor that is ready always, and is armed again and again.
    public void longLife() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var wire = bench.wire();
            wire.makeReadable();
            var reports = new AtomicInteger();
            var watch =
                    bench.onLoop(() ->
                            bench.loop()
                                    .watch(
                                            wire.descriptor(),
                                            0,
                                            what -> reports.incrementAndGet()));
            long end = System.nanoTime() + bench.time.scaled(LONG_LIFE).toNanos();
            for (int i = 1; i <= ARMINGS && System.nanoTime() - end < 0; i++) {
                int number = i;
                bench.onLoop(() -> {
                    watch.arm(Interest.READ, Mode.ONCE);
                    return null;
                });
                bench.runUntil(
                        () -> reports.get() >= number,
                        "no report after arming for the time " + number);
                if (bench instanceof DrivenBench driven) {
                    driven.poll(0);
                }
                assertEquals(number, reports.get(), "reports, after as many armings");
            }
            bench.quiet();
        }
    }

    /// Wires as many as the system gives, up to a number.
    private static List<Watched> many(Bench bench) throws Exception {
        var all = new ArrayList<Watched>();
        try {
            while (all.size() < MANY) {
                all.add(bench.watched());
            }
        } catch (IOException e) {
            // The system gives no more: then the loop never meets higher numbers either.
            assertTrue(
                    all.size() > MANY / 10, () -> "the system gave hardly any descriptors: " + e);
        }
        return all;
    }

    public void everyNumber() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            for (var watched : many(bench)) {
                watched.wire().makeReadable();
                watched.arm(Interest.READ);
                watched.expect(
                        1,
                        "descriptor %d was never reported".formatted(watched.wire().descriptor()));
                watched.wire().drain();
            }
        }
    }

    /// All are ready always, and each is armed again as soon as it was reported.
    public void nobodyStarves() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var all = many(bench);
            for (var watched : all) {
                watched.wire().makeReadable();
            }
            bench.onLoop(() -> armAll(all));
            if (bench instanceof DrivenBench driven) {
                for (int polls = 0; polls < POLLS_FOR_ALL && !isFed(all); polls++) {
                    driven.poll(0);
                    armAll(all);
                }
            } else {
                Patience.isSoon(bench.time, () -> isFed(all), () -> armInTurn(bench, all));
            }
            for (var watched : all) {
                assertTrue(
                        watched.count() >= AT_LEAST,
                        () ->
                                "descriptor %d of %d that are always ready was reported %d times in all"
                                        .formatted(
                                                watched.wire().descriptor(),
                                                all.size(),
                                                watched.count()));
            }
        }
    }

    private static boolean isFed(List<Watched> all) {
        return all.stream().allMatch(watched -> watched.count() >= AT_LEAST);
    }

    private static Void armAll(List<Watched> all) throws Exception {
        for (var watched : all) {
            watched.armIfSpent(Interest.READ);
        }
        return null;
    }

    private static void armInTurn(Bench bench, List<Watched> all) {
        try {
            bench.onLoop(() -> armAll(all));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
