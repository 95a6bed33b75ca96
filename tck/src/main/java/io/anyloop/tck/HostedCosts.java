package io.anyloop.tck;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Watch;
import io.anyloop.tck.loop.HostedBench;
import io.anyloop.tck.loop.HostedCases;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a loop costs that runs on its host's thread.
final class HostedCosts implements LoopCost.Costs {
    private final HostedBench bench;
    private volatile long turnAt;
    private boolean reported;
    private long count;

    HostedCosts(HostedBench bench) {
        this.bench = bench;
    }

    @Override
    public double wakeUp() throws Exception {
        bench.guest().inEachTurn(() -> turnAt = System.nanoTime());
        var took = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            LockSupport.parkNanos(ASLEEP);
            int turns = bench.guest().turns();
            long begin = System.nanoTime();
            bench.loop().wakeup();
            bench.runUntil(() -> bench.guest().turns() > turns, "no turn came after a wake-up");
            bench.endOfTurn();
            took[i] = turnAt - begin;
        }
        return LoopCost.median(took);
    }

    @Override
    public double lateness() throws Exception {
        var late = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long wait = LoopCost.Costs.wait(i);
            var asked = bench.onLoop(() -> HostedCases.ask(bench, wait));
            bench.runUntil(
                    () -> bench.guest().turns() > asked.turns(),
                    "no turn came at the time asked for");
            bench.endOfTurn();
            late[i] = bench.guest().lastTurnAt() - asked.at();
        }
        return LoopCost.median(late);
    }

    @Override
    public double turn() throws Exception {
        return inTurns(() -> {
            count++;
            bench.loop().wakeup();
        });
    }

    @Override
    public double report() throws Exception {
        var wire = bench.wire();
        wire.makeReadable();
        var watch = bench.onLoop(() -> bench.loop().watch(wire.descriptor(), 0, this::report));
        bench.onLoop(() -> {
            reported = true;
            return null;
        });
        return inTurns(() -> {
            if (reported) {
                reported = false;
                count++;
                arm(watch);
            }
        });
    }

    private void report(int what) {
        reported = true;
        bench.loop().wakeup();
    }

    private static void arm(Watch watch) {
        try {
            watch.arm(Interest.READ, Mode.ONCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// @param step what each turn does, and counts; it sees to the next one
    private double inTurns(Runnable step) throws Exception {
        var over = new CountDownLatch(1);
        long begin = System.nanoTime();
        bench.guest()
                .inEachTurn(() -> {
                    if (System.nanoTime() - begin < LENGTH) {
                        step.run();
                    } else {
                        over.countDown();
                    }
                });
        bench.loop().wakeup();
        if (!over.await(bench.time.limit().toNanos(), TimeUnit.NANOSECONDS)) {
            throw new AssertionError("the turns did not go on");
        }
        return (double) (System.nanoTime() - begin) / Math.max(1, count);
    }
}
