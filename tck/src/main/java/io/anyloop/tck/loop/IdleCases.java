package io.anyloop.tck.loop;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.tck.fixture.TestedLoops;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Rules 2.11 and 4.11: who waits sleeps, and so does what it has beside it.
public final class IdleCases {
    private static final double SHARE = 0.1;
    private static final long MILLI = 1_000_000;

    /// Of a spin less than one tick may be seen, where the system counts the time of threads in ticks.
    private static final long WAIT = 20 * MILLI;

    private static final long SHORT = 3 * MILLI;

    private final TestedLoops loops;
    private Processor processor;

    public IdleCases(TestedLoops loops) {
        this.loops = loops;
    }

    private void look() throws InterruptedException {
        Bench.applies(Processor.canTell(), "this Java does not count the time of threads");
        processor = new Processor(WAIT, SHARE);
    }

    public void polls() throws Exception {
        look();
        try (var bench = Bench.driven(loops);
                var waker = new Waker(bench.loop()::wakeup, WAIT)) {
            processor.ignore(waker.thread());
            sleepsForEver(bench, waker, "a wait that a wake-up ends");
            boolean isReal = !loops.provider().capabilities().contains(Capability.VIRTUAL_TIME);
            if (isReal) {
                sleeps(bench, WAIT, "a wait that nothing ends");
                sleeps(bench, SHORT, "a short wait that nothing ends");
            }
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                makeReady(bench);
                sleepsForEver(
                        bench, waker, "a wait that a wake-up ends, beside what nobody asks for");
                if (isReal) {
                    sleeps(bench, WAIT, "a wait beside what nobody asks for");
                }
            }
        }
    }

    private void sleeps(DrivenBench bench, long nanos, String what) throws Exception {
        judge(bench, nanos, what, () -> bench.spend(nanos));
    }

    private void sleepsForEver(DrivenBench bench, Waker waker, String what) throws Exception {
        judge(
                bench,
                WAIT,
                what,
                () -> {
                    waker.ask();
                    int polls = 0;
                    do {
                        bench.timedPoll(Long.MAX_VALUE);
                    } while (!waker.hasBegun() && ++polls < Bench.SPIN);
                    waker.began();
                });
    }

    private void judge(Bench bench, long nanos, String what, Judge.Case wait) throws Exception {
        var bound = Duration.ofNanos((long) (nanos * SHARE));
        Lateness.judge(
                bench.time,
                bound,
                () -> "%s of %d ms, thread %s".formatted(what, nanos / MILLI, processor.busiest()),
                "of a processor",
                () -> processor.during(wait));
    }

    public void hosts() throws Exception {
        look();
        try (var bench = Bench.hosted(loops)) {
            rests(bench, "a wait for nothing");
            bench.onLoop(() -> HostedCases.ask(bench, Duration.ofMinutes(1).toNanos()));
            rests(bench, "a wait for a time");
            if (loops.provider().capabilities().contains(Capability.DESCRIPTORS)) {
                makeReady(bench);
                rests(bench, "a wait beside what nobody asks for");
            }
        }
    }

    /// Each second time after a turn.
    private void rests(HostedBench bench, String what) throws Exception {
        var turns = new int[1];
        judge(
                bench,
                WAIT,
                what,
                () -> {
                    if (++turns[0] % 2 == 0) {
                        bench.onLoop(() -> null);
                    }
                    LockSupport.parkNanos(WAIT);
                });
    }

    /// One descriptor waits to be ready, the others are ready, or gone at the other end, and nobody waits for them.
    private static void makeReady(Bench bench) throws Exception {
        bench.watched().arm(Interest.READ);
        var spent = bench.watched();
        spent.arm(Interest.READ);
        spent.wire().makeReadable();
        spent.expect(1, "no report of what became readable");
        var cancelled = bench.watched();
        cancelled.arm(Interest.READ);
        cancelled.cancel();
        cancelled.wire().makeReadable();
        var gone = bench.watched();
        gone.arm(Interest.READ);
        gone.wire().hangUp();
        gone.expect(1, "a hang-up was not reported");
    }
}
