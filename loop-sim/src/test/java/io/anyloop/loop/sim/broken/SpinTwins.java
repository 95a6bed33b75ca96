package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongPredicate;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 2.11 and 4.11: keeps a processor busy with waiting.
final class SpinTwins {
    private static final long MILLI = 1_000_000;

    private SpinTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                real("spins while it waits", () -> new Spins(nanos -> true)),
                real(
                        "spins while it waits for ever",
                        () -> new Spins(nanos -> nanos == Long.MAX_VALUE)),
                real("spins in short waits", () -> new Spins(nanos -> nanos <= 5 * MILLI)),
                real("spins in each third wait", () -> new Spins(eachThird())),
                real("spins beside what was reported", SpinsWhenSpent::new),
                real("has a thread that spins", HasSpinningThread::new),
                hosted("has a thread that spins beside its host", SpinsBesideHost::new),
                hosted("has a thread that spins towards a time", SpinsTowardsTime::new),
                hosted("asks its host again and again", AsksAgainAndAgain::new));
    }

    private static Twin real(String flaw, Supplier<RealLoop> loops) {
        return Twin.alone("2.11", flaw, new RealSubject(loops));
    }

    private static Twin hosted(String flaw, Function<ScheduledExecutorService, PoolLoop> loops) {
        return Twin.alone("4.11", flaw, new PoolSubject(loops));
    }

    private static LongPredicate eachThird() {
        return new LongPredicate() {
            private int waits;

            @Override
            public boolean test(long nanos) {
                return ++waits % 3 == 0;
            }
        };
    }

    private static class Spins extends RealLoop {
        private final LongPredicate where;
        private volatile boolean woken;
        boolean reported;

        Spins(LongPredicate where) {
            this.where = where;
        }

        @Override
        public void wakeup() {
            woken = true;
            super.wakeup();
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
            if (nanos <= 0 || !where.test(nanos)) {
                super.poll(nanos);
            } else {
                spin(nanos);
            }
            woken = false;
        }

        private void spin(long nanos) throws IOException {
            long begin = System.nanoTime();
            do {
                super.poll(0);
            } while (!woken && !reported && System.nanoTime() - begin < nanos);
        }
    }

    /// As a loop that sleeps by the level of what nobody asks for any more, and goes on since nobody is to be told.
    private static final class SpinsWhenSpent extends RealLoop {
        private final Spins spinning = new Spins(nanos -> true);
        private boolean spent;

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return spinning.watch(
                    descriptor,
                    generation,
                    what -> {
                        spent = true;
                        readiness.ready(what);
                    });
        }

        @Override
        public void wakeup() {
            spinning.wakeup();
        }

        @Override
        public void poll(long nanos) throws IOException {
            if (spent) {
                spinning.poll(nanos);
            } else {
                spinning.real.poll(nanos);
                spinning.woken = false;
            }
        }

        @Override
        public void close() {
            spinning.close();
            super.close();
        }
    }

    private static final class HasSpinningThread extends RealLoop {
        private volatile boolean closed;

        HasSpinningThread() {
            Thread.ofPlatform().daemon().start(this::spin);
        }

        private void spin() {
            while (!closed) {
                Thread.onSpinWait();
            }
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }

    private static final class SpinsBesideHost extends PoolLoop {
        SpinsBesideHost(ScheduledExecutorService host) {
            super(host);
            Thread.ofPlatform().daemon().start(this::spin);
        }

        private void spin() {
            while (!closed && !host.isShutdown()) {
                Thread.onSpinWait();
            }
        }
    }

    /// Asks for its turns itself, which it does in time.
    private static final class SpinsTowardsTime extends PoolLoop {
        private volatile long at = Long.MAX_VALUE;

        SpinsTowardsTime(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void wakeAt(long nanoTime) {
            at = nanoTime;
            if (nanoTime != Long.MAX_VALUE) {
                Thread.ofPlatform().daemon().start(() -> spinTowards(nanoTime));
            }
        }

        private void spinTowards(long nanoTime) {
            while (!closed && at == nanoTime && nanoTime() - nanoTime < 0) {
                Thread.onSpinWait();
            }
            if (at == nanoTime) {
                wakeup();
            }
        }
    }

    private static final class AsksAgainAndAgain extends PoolLoop {
        AsksAgainAndAgain(ScheduledExecutorService host) {
            super(host);
            host.execute(this::askAgain);
        }

        private void askAgain() {
            if (!closed && !host.isShutdown()) {
                post(this::askAgain);
            }
        }
    }
}
