package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 2.9, 3.1 and 4.5: does not hear what comes while it sleeps, or hears it late.
final class AsleepTwins {
    private static final long MILLI = 1_000_000;

    private AsleepTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                real("3.1", "looks at descriptors before it sleeps alone", () -> new Deaf(10_000)),
                real("3.1", "looks at descriptors each 20 ms", () -> new Deaf(20)),
                real("3.1", "looks at descriptors each 5 ms", () -> new Deaf(5)),
                Twin.alone("3.1", "hears descriptors 20 ms late", new HostedSubject(20 * MILLI)),
                Twin.alone("3.1", "hears descriptors 5 ms late", new HostedSubject(5 * MILLI)),
                real("2.9", "sleeps on for a wait that was cut short", () -> new SleepsOn(500)),
                real("2.9", "sleeps on for some milliseconds", () -> new SleepsOn(5)),
                Twin.alone(
                        "2.9",
                        "counts a wait twice after a wake-up",
                        new BentSubject(CountsTwice::new)),
                hosted("hears of an earlier time half a second late", 500),
                hosted("hears of an earlier time 20 ms late", 20),
                Twin.alone("4.5", "keeps a time that it sleeps for", new PoolSubject(Keeps::new)));
    }

    private static Twin real(String rule, String flaw, Supplier<RealLoop> loops) {
        return Twin.alone(rule, flaw, new RealSubject(loops));
    }

    private static Twin hosted(String flaw, int millis) {
        Function<ScheduledExecutorService, PoolLoop> loops =
                host -> new HearsLate(host, millis * MILLI);
        return Twin.alone("4.5", flaw, new PoolSubject(loops));
    }

    /// Sleeps by itself, and looks at its descriptors between two sleeps.
    private static final class Deaf extends RealLoop {
        private final long slice;
        private volatile boolean woken;
        private volatile Thread owner = Thread.currentThread();
        private boolean reported;

        Deaf(int millis) {
            slice = millis * MILLI;
        }

        @Override
        public void moveTo(Thread owner) {
            super.moveTo(owner);
            this.owner = owner;
        }

        @Override
        public void wakeup() {
            woken = true;
            LockSupport.unpark(owner);
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return super.watch(
                    descriptor,
                    generation,
                    what -> {
                        reported = true;
                        readiness.ready(what);
                    });
        }

        @Override
        public void poll(long nanos) throws IOException {
            reported = false;
            long begin = System.nanoTime();
            super.poll(0);
            for (long left = nanos;
                    !woken && !reported && left > 0;
                    left = nanos - (System.nanoTime() - begin)) {
                sleep(Math.min(left, slice));
                super.poll(0);
            }
            woken = false;
        }

        private void sleep(long nanos) {
            long end = System.nanoTime() + nanos;
            while (!woken && System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }

    /// As a loop that sets its timer when none is set.
    private static final class SleepsOn extends RealLoop {
        private final long most;
        private long timer = Long.MIN_VALUE;

        SleepsOn(int millis) {
            most = millis * MILLI;
        }

        @Override
        public void poll(long nanos) throws IOException {
            long now = System.nanoTime();
            if (nanos > 0 && timer - now > nanos) {
                super.poll(Math.min(timer - now, nanos + most));
                timer = now;
            } else {
                super.poll(nanos);
                timer = nanos <= 0 || nanos > Long.MAX_VALUE / 4 ? timer : now + nanos;
            }
        }
    }

    private static final class CountsTwice extends BentLoop {
        private volatile boolean woken;

        @Override
        public void wakeup() {
            woken = true;
            super.wakeup();
        }

        @Override
        public void poll(long nanos) {
            boolean twice = woken && nanos > 0 && nanos < Long.MAX_VALUE / 2;
            super.poll(twice ? 2 * nanos : nanos);
            woken = twice ? false : woken;
        }
    }

    /// Tells its timer of an earlier time when that looks next.
    private static final class HearsLate extends PoolLoop {
        private final long tick;
        private long sleepsUntil;
        private long since;

        HearsLate(ScheduledExecutorService host, long tick) {
            super(host);
            this.tick = tick;
            sleepsUntil = nanoTime();
        }

        @Override
        public void wakeAt(long nanoTime) {
            boolean asleep = nanoTime() - since > MILLI && sleepsUntil - nanoTime() > 0;
            if (asleep && nanoTime - sleepsUntil < 0) {
                host.schedule(() -> super.wakeAt(nanoTime), tick, TimeUnit.NANOSECONDS);
            } else {
                super.wakeAt(nanoTime);
            }
            sleepsUntil = nanoTime;
            since = nanoTime();
        }
    }

    /// Once it sleeps for a time, nothing takes that away.
    private static final class Keeps extends PoolLoop {
        private long since;

        Keeps(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void replaced(Future<?> earlier) {
            if (nanoTime() - since < MILLI) {
                super.replaced(earlier);
            }
        }

        @Override
        Future<?> schedule(long nanos) {
            since = nanoTime();
            return super.schedule(nanos);
        }
    }
}
