package io.anyloop.tck;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.tck.loop.DrivenBench;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// What a loop costs that is polled.
final class DrivenCosts implements LoopCost.Costs {
    private final DrivenBench bench;

    DrivenCosts(DrivenBench bench) {
        this.bench = bench;
    }

    @Override
    public double wakeUp() throws Exception {
        var waker = new SleeperWaker(bench);
        waker.start();
        var took = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            waker.expect(i);
            while (waker.woken() < i) {
                bench.poll(Long.MAX_VALUE);
            }
            took[i] = System.nanoTime() - waker.at();
        }
        waker.join();
        return LoopCost.median(took);
    }

    /// Wakes the loop when its thread has had the time to fall asleep.
    private static final class SleeperWaker extends Thread {
        private final DrivenBench bench;
        private volatile int expected = -1;
        private volatile int woken = -1;
        private volatile long at;

        SleeperWaker(DrivenBench bench) {
            this.bench = bench;
            setDaemon(true);
        }

        @Override
        public void run() {
            for (int i = 0; i < TIMES; i++) {
                do {
                    LockSupport.parkNanos(ASLEEP);
                } while (expected < i);
                at = System.nanoTime();
                woken = i;
                bench.loop().wakeup();
            }
        }

        void expect(int number) {
            expected = number;
        }

        int woken() {
            return woken;
        }

        long at() {
            return at;
        }
    }

    @Override
    public double lateness() throws Exception {
        var late = new long[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long wait = LoopCost.Costs.wait(i);
            long begin = System.nanoTime();
            bench.spend(wait);
            late[i] = System.nanoTime() - begin - wait;
        }
        return LoopCost.median(late);
    }

    @Override
    public double turn() throws Exception {
        long begin = System.nanoTime();
        int polls = 0;
        while (System.nanoTime() - begin < LENGTH) {
            bench.loop().poll(0);
            polls++;
        }
        return (double) (System.nanoTime() - begin) / polls;
    }

    @Override
    public double report() throws Exception {
        var wire = bench.wire();
        wire.makeReadable();
        var reports = new AtomicInteger();
        var watch =
                bench.loop()
                        .watch(wire.descriptor(), 0, what -> reports.setPlain(reports.get() + 1));
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < LENGTH) {
            int before = reports.getPlain();
            watch.arm(Interest.READ, Mode.ONCE);
            bench.runUntil(() -> reports.getPlain() > before, "no report of a ready descriptor");
        }
        return (double) (System.nanoTime() - begin) / reports.get();
    }
}
