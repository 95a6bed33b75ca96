package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.tck.fixture.TestedLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// Rules 2.1 to 2.5 and 2.9: what a poll waits for, and how long.
public final class WaitingCases {
    private static final int BURST = 100;

    private final TestedLoops loops;

    public WaitingCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void earlyWakeup() throws Exception {
        try (var bench = Bench.driven(loops)) {
            bench.loop().wakeup();
            isPrompt(bench, Long.MAX_VALUE, "a poll slept although it had been woken before");
        }
    }

    private static void isPrompt(DrivenBench bench, long nanos, String otherwise)
            throws IOException {
        var took = bench.timedPoll(nanos);
        assertTrue(
                took.compareTo(bench.time.prompt()) < 0,
                otherwise + ", for " + took.toMillis() + " ms");
    }

    public void wakeupFromAnyThread() throws Exception {
        try (var bench = Bench.driven(loops)) {
            for (var kind :
                    List.<Thread.Builder>of(Thread.ofPlatform().daemon(), Thread.ofVirtual())) {
                // Delays on both sides of the moment at which the poll falls asleep.
                for (long delay : new long[] {0, 20_000, 200_000, 2_000_000, 20_000_000}) {
                    var waker = kind.start(() -> wakeAfter(bench, delay));
                    isPrompt(bench, Long.MAX_VALUE, "a wake-up did not end a poll that slept");
                    waker.join();
                }
            }
        }
    }

    private static void wakeAfter(Bench bench, long nanos) {
        LockSupport.parkNanos(nanos);
        bench.loop().wakeup();
    }

    public void wakeupsCoalesce() throws Exception {
        try (var bench = Bench.driven(loops)) {
            for (int i = 0; i < BURST; i++) {
                bench.loop().wakeup();
            }
            bench.poll(0);
            takesFewPolls(bench, bench.time.quiet().toNanos(), "after " + BURST + " wake-ups");
        }
    }

    private static void takesFewPolls(DrivenBench bench, long nanos, String when)
            throws IOException {
        int polls = bench.spend(nanos);
        assertTrue(
                polls <= Bench.FEW,
                "%s a wait of %d ns took %d polls, which is a spin".formatted(when, nanos, polls));
    }

    public void shortWait() throws Exception {
        try (var bench = Bench.driven(loops)) {
            for (long nanos : new long[] {5_000_000, 5_300_000, 1_000_001, 100_700, 1_000}) {
                takesFewPolls(bench, nanos, "on an idle loop");
            }
        }
    }

    public void noWait() throws Exception {
        try (var bench = Bench.driven(loops)) {
            for (long nanos : new long[] {0, -1, -1_000_000, Long.MIN_VALUE}) {
                isPrompt(bench, nanos, "a poll with a wait of " + nanos + " ns slept");
            }
            doesNotDoze(bench);
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                noWaitWithReadyDescriptor(bench);
            }
        }
    }

    /// Many polls show a sleep that is too short to be seen in one.
    private static void doesNotDoze(DrivenBench bench) throws IOException {
        long begin = System.nanoTime();
        for (int i = 0; i < 10 * BURST; i++) {
            bench.poll(0);
        }
        var took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(
                took.compareTo(bench.time.prompt()) < 0,
                "1000 polls without a wait took %d ms".formatted(took.toMillis()));
    }

    private static void noWaitWithReadyDescriptor(DrivenBench bench) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ);
        watched.wire().makeReadable();
        isPrompt(bench, 0, "a poll with a wait of 0 slept although a descriptor was ready");
        isPrompt(bench, -1, "a poll with a wait of -1 slept after a report");
    }

    public void waitsEnd() throws Exception {
        try (var bench = Bench.driven(loops)) {
            isPrompt(bench, bench.time.quiet().toNanos(), "a finite wait did not end by itself");
            lastsUntilWoken(bench, Long.MAX_VALUE);
            if (!loops.provider().capabilities().contains(Capability.VIRTUAL_TIME)) {
                // Some centuries: a deadline that overflows lies in the past.
                lastsUntilWoken(bench, Long.MAX_VALUE - 1);
                lastsUntilWoken(bench, Long.MAX_VALUE / 2);
            }
        }
    }

    static void lastsUntilWoken(DrivenBench bench, long nanos) throws Exception {
        var woken = new AtomicBoolean();
        var waker = Thread.ofPlatform().daemon().start(() -> wakeAfterPause(bench, woken));
        int polls = 0;
        while (!woken.get() && polls < Bench.SPIN) {
            bench.timedPoll(nanos);
            polls++;
        }
        waker.join();
        bench.poll(0);
        assertTrue(
                polls <= Bench.FEW,
                "a wait of %d ns ended %d times with nothing".formatted(nanos, polls));
    }

    private static void wakeAfterPause(DrivenBench bench, AtomicBoolean woken) {
        bench.pause();
        woken.set(true);
        bench.loop().wakeup();
    }
}
