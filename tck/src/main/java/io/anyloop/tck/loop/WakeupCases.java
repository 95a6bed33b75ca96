package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.TestedLoops;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Rules 2.2 and 2.3 once more: wake-ups that race with the end of a poll, how soon they are noticed, and what they cost.
public final class WakeupCases {
    private static final int ROUNDS = 20_000;
    private static final Duration RACING = Duration.ofSeconds(2);
    private static final int FLOOD = 200_000;
    private static final int LONGEST_DELAY = 50_000;
    static final Duration NOTICED = Duration.ofMillis(1);
    private static final Duration CHEAP = Duration.ofNanos(500_000);

    private final TestedLoops loops;

    public WakeupCases(TestedLoops loops) {
        this.loops = loops;
    }

    /// The owner polls as a hub does: what it finds after a poll is all that was put there before a wake-up.
    public void race() throws Exception {
        try (var bench = Bench.driven(loops)) {
            var asked = new AtomicInteger();
            var seen = new AtomicInteger();
            var over = new AtomicBoolean();
            var first = start("first waker", () -> ask(bench, asked, seen, over));
            var second = start("second waker", () -> disturb(bench, over));
            // Longer than a machine stands still; in virtual time such a wait would take none, and
            // one that is lost hangs.
            long longest =
                    loops.provider().capabilities().contains(Capability.VIRTUAL_TIME)
                            ? Long.MAX_VALUE
                            : 2 * bench.time.prompt().toNanos();
            try {
                // Not for as long as that thread lives: after its last wake-up nobody would end a
                // poll.
                while (!over.get()) {
                    long begin = System.nanoTime();
                    bench.poll(longest);
                    long took = System.nanoTime() - begin;
                    int number = asked.get();
                    boolean isNew = seen.getAndSet(number) < number;
                    assertTrue(
                            !isNew || took < longest,
                            "wake-up %d was lost: it came while a poll was about to end, and the next poll slept"
                                    .formatted(number));
                }
            } finally {
                over.set(true);
            }
            first.join();
            second.join();
        }
    }

    private static Thread start(String name, Runnable body) {
        return Thread.ofPlatform().daemon().name(name).start(body);
    }

    /// Puts something there and wakes, until it is seen; then the next.
    private static void ask(
            DrivenBench bench, AtomicInteger asked, AtomicInteger seen, AtomicBoolean over) {
        long end = System.nanoTime() + bench.time.scaled(RACING).toNanos();
        for (int round = 1; round <= ROUNDS && System.nanoTime() - end < 0; round++) {
            asked.set(round);
            bench.loop().wakeup();
            while (seen.get() < round && !over.get()) {
                Thread.onSpinWait();
            }
        }
        over.set(true);
        bench.loop().wakeup();
    }

    /// Wakes at any time, so that polls end at any time.
    private static void disturb(DrivenBench bench, AtomicBoolean over) {
        var random = new SplittableRandom(1);
        while (!over.get()) {
            long end = System.nanoTime() + random.nextInt(LONGEST_DELAY);
            while (System.nanoTime() - end < 0) {
                Thread.onSpinWait();
            }
            bench.loop().wakeup();
        }
    }

    /// So many that what a loop writes for each would fill a pipe.
    public void flood() throws Exception {
        try (var bench = Bench.driven(loops)) {
            var flooded = new AtomicBoolean();
            var waker =
                    start(
                            "flooding waker",
                            () -> {
                                for (int i = 0; i < FLOOD; i++) {
                                    bench.loop().wakeup();
                                }
                                flooded.set(true);
                            });
            waker.join(2 * bench.time.prompt().toMillis());
            if (!flooded.get()) {
                bench.poll(0);
                fail("%d wake-ups before a poll held up who called them".formatted(FLOOD));
            }
            var took = bench.timedPoll(Long.MAX_VALUE);
            assertTrue(
                    took.compareTo(bench.time.prompt()) < 0,
                    "a poll slept after %d wake-ups".formatted(FLOOD));
            int polls = bench.spend(bench.time.quiet().toNanos());
            assertTrue(
                    polls <= Bench.FEW,
                    "after %d wake-ups and a poll, a wait took %d polls".formatted(FLOOD, polls));
        }
    }

    public void noticed() throws Exception {
        try (var bench = Bench.driven(loops);
                var waker = new Waker(bench.loop())) {
            Lateness.judge(
                    bench.time,
                    NOTICED,
                    "a wake-up that ends a poll",
                    () -> {
                        waker.ask();
                        bench.timedPoll(Long.MAX_VALUE);
                        return System.nanoTime() - waker.began();
                    });
        }
    }

    public void cheap() throws Exception {
        try (var bench = Bench.driven(loops);
                var waker = new Waker(bench.loop())) {
            Lateness.judge(
                    bench.time,
                    CHEAP,
                    "wakeup, for the thread that calls it while a poll sleeps",
                    () -> {
                        waker.ask();
                        bench.timedPoll(Long.MAX_VALUE);
                        return waker.took();
                    });
            Lateness.judge(
                    bench.time,
                    CHEAP,
                    "wakeup, for the thread that calls it while nobody polls",
                    () -> {
                        long begin = System.nanoTime();
                        bench.loop().wakeup();
                        return System.nanoTime() - begin;
                    });
        }
    }
}
