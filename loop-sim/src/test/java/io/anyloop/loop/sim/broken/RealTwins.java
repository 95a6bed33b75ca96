package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 2, 3.9, 5 and 6 in ways that only real time shows.
final class RealTwins {
    private static final long MILLI = 1_000_000;

    private RealTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                twin("2.2", "takes back its mark before the wake-up", MarkTooSoon::new).patiently(),
                twin("2.2", "notices wake-ups every 10 ms", () -> new Ticks(10)),
                twin("2.2", "notices wake-ups every 100 ms", () -> new Ticks(100)),
                twin("2.2", "blocks who wakes it for 2 ms", () -> slowWakeup(1)),
                twin("2.2", "blocks who wakes it for 2 ms each third time", () -> slowWakeup(3)),
                twin("2.3", "blocks who wakes it 65,536 times", FullPipe::new),
                twin(
                        "2.4",
                        "cuts waits down to milliseconds",
                        () -> waiting(nanos -> nanos / MILLI * MILLI)),
                twin("2.4", "does not wait", RealTwins::spinning),
                waits("sleeps 1 ms longer", nanos -> longer(nanos, MILLI)),
                waits("sleeps 5 ms longer", nanos -> longer(nanos, 5 * MILLI)),
                waits("sleeps 50 ms longer", nanos -> longer(nanos, 50 * MILLI)),
                waits("makes milliseconds an int", nanos -> (int) (nanos / MILLI) * MILLI),
                waits("makes microseconds an int", nanos -> (int) (nanos / 1_000) * 1_000L),
                waits(
                        "makes seconds an int",
                        nanos ->
                                (int) (nanos / 1_000_000_000) * 1_000_000_000L
                                        + nanos % 1_000_000_000),
                waits("makes nanoseconds an int", nanos -> (int) nanos),
                waits("has deadlines that overflow", RealTwins::overflowing),
                twin("2.9", "sleeps 5 ms longer each third time", () -> eachThird(5 * MILLI)),
                twin("2.9", "sleeps 1 ms longer each third time", () -> eachThird(MILLI)),
                twin("2.10", "is closed by an interrupt", ClosedByInterrupt::new),
                twin("2.10", "throws for an interrupt, and takes it away", ThrowsForInterrupt::new),
                twin("2.10", "takes an interrupt away", TakesInterrupt::new),
                twin("3.9", "takes descriptor 0 for none", TakesZeroForNone::new),
                clock("moves its clock by milliseconds", nanos -> nanos / MILLI * MILLI),
                clock("has a slow clock", nanos -> nanos / 4 * 3),
                clock("has a fast clock", nanos -> nanos / 4 * 5),
                twin("5.1", "moves its clock in polls alone", ClockOfPolls::new));
    }

    private static long longer(long nanos, long more) {
        return nanos + Math.min(more, Long.MAX_VALUE - 1 - nanos);
    }

    /// A deadline in the time of day.
    private static long overflowing(long nanos) {
        return System.currentTimeMillis() * MILLI + nanos < 0 ? 0 : nanos;
    }

    private static Twin twin(String rule, String flaw, Supplier<RealLoop> loops) {
        return Twin.alone(rule, flaw, new RealSubject(loops));
    }

    private static Twin waits(String flaw, LongUnaryOperator bend) {
        return twin("2.9", flaw, () -> waiting(bend));
    }

    private static Twin clock(String flaw, LongUnaryOperator bend) {
        return twin(
                "5.1",
                flaw,
                () ->
                        new RealLoop() {
                            @Override
                            public long nanoTime() {
                                return bend.applyAsLong(super.nanoTime());
                            }
                        });
    }

    /// Bends the waits that end.
    private static RealLoop waiting(LongUnaryOperator bend) {
        return new RealLoop() {
            @Override
            public void poll(long nanos) throws IOException {
                super.poll(nanos <= 0 || nanos == Long.MAX_VALUE ? nanos : bend.applyAsLong(nanos));
            }
        };
    }

    static RealLoop spinning() {
        return new RealLoop() {
            @Override
            public void poll(long nanos) throws IOException {
                super.poll(0);
            }
        };
    }

    private static RealLoop eachThird(long more) {
        var polls = new AtomicInteger();
        return waiting(nanos -> polls.incrementAndGet() % 3 == 0 ? longer(nanos, more) : nanos);
    }

    /// In two steps, as a loop that reads its wake-up descriptor after each poll.
    private static final class MarkTooSoon extends RealLoop {
        private final AtomicBoolean woken = new AtomicBoolean();

        @Override
        public void wakeup() {
            if (woken.compareAndSet(false, true)) {
                super.wakeup();
            }
        }

        @Override
        public void poll(long nanos) throws IOException {
            super.poll(nanos);
            woken.set(false);
            super.poll(0);
        }
    }

    private static final class Ticks extends RealLoop {
        private final long tick;
        private volatile boolean woken;

        Ticks(int millis) {
            tick = millis * MILLI;
        }

        @Override
        public void wakeup() {
            woken = true;
            super.wakeup();
        }

        @Override
        public void poll(long nanos) throws IOException {
            long end = System.nanoTime() + nanos;
            super.poll(0);
            while (nanos > 0
                    && !woken
                    && (nanos == Long.MAX_VALUE || System.nanoTime() - end < 0)) {
                LockSupport.parkNanos(tick);
                super.poll(0);
            }
            woken = false;
        }
    }

    private static RealLoop slowWakeup(int period) {
        var calls = new AtomicInteger();
        return new RealLoop() {
            @Override
            public void wakeup() {
                super.wakeup();
                if (calls.incrementAndGet() % period == 0) {
                    LockSupport.parkNanos(2 * MILLI);
                }
            }
        };
    }

    /// Each wake-up takes room that a poll gives back.
    private static final class FullPipe extends RealLoop {
        private final AtomicInteger room = new AtomicInteger(65_536);

        @Override
        public void wakeup() {
            while (room.decrementAndGet() < 0) {
                LockSupport.parkNanos(MILLI);
            }
            super.wakeup();
        }

        @Override
        public void poll(long nanos) throws IOException {
            super.poll(nanos);
            room.set(65_536);
        }
    }

    private static final class ClosedByInterrupt extends RealLoop {
        @Override
        public void poll(long nanos) throws IOException {
            if (Thread.currentThread().isInterrupted()) {
                super.close();
            }
            super.poll(nanos);
        }
    }

    private static final class ThrowsForInterrupt extends RealLoop {
        @Override
        public void poll(long nanos) throws IOException {
            if (Thread.interrupted()) {
                throw new InterruptedIOException("interrupted");
            }
            super.poll(nanos);
        }
    }

    private static final class TakesInterrupt extends RealLoop {
        @Override
        public void poll(long nanos) throws IOException {
            super.poll(Thread.interrupted() ? 0 : nanos);
        }
    }

    private static final class TakesZeroForNone extends RealLoop {
        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            if (descriptor <= 0) {
                throw new IllegalArgumentException("no descriptor: " + descriptor);
            }
            return super.watch(descriptor, generation, readiness);
        }
    }

    private static final class ClockOfPolls extends RealLoop {
        private volatile long now = super.nanoTime();

        @Override
        public long nanoTime() {
            return now;
        }

        @Override
        public void poll(long nanos) throws IOException {
            super.poll(nanos);
            now = super.nanoTime();
        }
    }
}
