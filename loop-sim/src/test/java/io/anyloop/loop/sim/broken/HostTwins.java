package io.anyloop.loop.sim.broken;

import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;

/// Breaks rules 4 late, now and then, or in few of the ways in which a host is used.
final class HostTwins {
    private static final long MILLI = 1_000_000;

    private HostTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                twin("4.1", "runs a turn inside wakeup on its host's thread", InlineWakeup::new),
                twin(
                        "4.2",
                        "drops wake-ups of turns that last",
                        host -> new StuckInLong(host, 30 * MILLI)),
                twin(
                        "4.2",
                        "drops wake-ups of turns that last very long",
                        host -> new StuckInLong(host, 200 * MILLI)),
                twin("4.2", "loses one task in 5000", host -> new LosesTasks(host, 5_000))
                        .patiently(),
                twin("4.2", "loses one task in 65,536", host -> new LosesTasks(host, 65_536))
                        .patiently(),
                twin("4.3", "makes two turns of one", TwoForOne::new),
                twin(
                        "4.3",
                        "makes two turns of one, each hundredth time",
                        host -> new TwoForOne(host, 100)),
                late(5),
                late(50),
                late(300),
                twin("4.5", "is 5 ms late each third time", host -> new Late(host, 5 * MILLI, 3)),
                twin(
                        "4.5",
                        "forgets times beyond an hour",
                        host -> new Forgets(host, TimeUnit.HOURS.toNanos(1))),
                twin("4.5", "forgets times beyond 2^31 ms", host -> new Forgets(host, MILLI << 31)),
                twin("4.5", "makes milliseconds an int", IntMillis::new),
                twin("4.5", "puts its times off while its host has tasks", PutsOffTimes::new),
                twin("4.7", "tells the end at the next wake-up only", EndAtWakeup::new),
                twin("4.9", "knows its thread in turns alone", KnowsItInTurns::new));
    }

    private static Twin twin(
            String rule, String flaw, Function<ScheduledExecutorService, PoolLoop> loops) {
        return Twin.alone(rule, flaw, new PoolSubject(loops));
    }

    private static Twin late(long millis) {
        return twin(
                "4.5",
                "is %d ms late".formatted(millis),
                host -> new Late(host, millis * MILLI, 1));
    }

    private static final class InlineWakeup extends PoolLoop {
        private boolean turns;

        InlineWakeup(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void task() {
            turns = true;
            super.task();
            turns = false;
        }

        @Override
        public void wakeup() {
            if (onLoopThread() && !turns) {
                turn();
            } else {
                super.wakeup();
            }
        }
    }

    private static final class StuckInLong extends PoolLoop {
        private final long limit;
        private boolean drops;

        StuckInLong(ScheduledExecutorService host, long limit) {
            super(host);
            this.limit = limit;
        }

        /// The flaw: what was asked meanwhile is taken back with the turn that was too long.
        @Override
        void task() {
            long begin = System.nanoTime();
            super.task();
            drops = System.nanoTime() - begin > limit && asked.get();
        }

        @Override
        boolean mayRun() {
            boolean may = !drops;
            drops = false;
            return may && super.mayRun();
        }
    }

    private static final class LosesTasks extends PoolLoop {
        private final int period;
        private final AtomicInteger tasks = new AtomicInteger();

        LosesTasks(ScheduledExecutorService host, int period) {
            super(host);
            this.period = period;
        }

        @Override
        void task() {
            if (tasks.incrementAndGet() % period != 0) {
                super.task();
            }
        }
    }

    private static final class TwoForOne extends PoolLoop {
        private final int period;
        private int tasks;

        TwoForOne(ScheduledExecutorService host) {
            this(host, 1);
        }

        TwoForOne(ScheduledExecutorService host, int period) {
            super(host);
            this.period = period;
        }

        @Override
        void task() {
            super.task();
            if (++tasks % period == 0) {
                post(this::turn);
            }
        }
    }

    private static final class Late extends PoolLoop {
        private final long nanos;
        private final int period;
        private int times;

        Late(ScheduledExecutorService host, long nanos, int period) {
            super(host);
            this.nanos = nanos;
            this.period = period;
        }

        @Override
        Future<?> schedule(long wait) {
            return super.schedule(
                    ++times % period == 0
                            ? wait + Math.min(nanos, Long.MAX_VALUE - Math.max(0, wait))
                            : wait);
        }
    }

    private static final class Forgets extends PoolLoop {
        private final long far;

        Forgets(ScheduledExecutorService host, long far) {
            super(host);
            this.far = far;
        }

        @Override
        Future<?> schedule(long wait) {
            return wait > far ? new FutureTask<>(() -> null) : super.schedule(wait);
        }
    }

    private static final class IntMillis extends PoolLoop {
        IntMillis(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        Future<?> schedule(long wait) {
            return super.schedule((int) Math.ceilDiv(wait, MILLI) * MILLI);
        }
    }

    private static final class PutsOffTimes extends PoolLoop {
        PutsOffTimes(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        Future<?> schedule(long wait) {
            return host.schedule(this::turnWhenIdle, wait, TimeUnit.NANOSECONDS);
        }

        private void turnWhenIdle() {
            if (((ScheduledThreadPoolExecutor) host).getQueue().isEmpty()) {
                turn();
            } else {
                host.schedule(this::turnWhenIdle, MILLI, TimeUnit.NANOSECONDS);
            }
        }
    }

    private static final class EndAtWakeup extends PoolLoop {
        EndAtWakeup(ScheduledExecutorService host) {
            super(host);
            ((ScheduledThreadPoolExecutor) host)
                    .setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        }
    }

    private static final class KnowsItInTurns extends PoolLoop {
        private volatile boolean turns;

        KnowsItInTurns(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void task() {
            turns = true;
            super.task();
            turns = false;
        }

        @Override
        public boolean onLoopThread() {
            return turns && super.onLoopThread();
        }
    }
}
