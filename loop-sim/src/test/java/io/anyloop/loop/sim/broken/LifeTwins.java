package io.anyloop.loop.sim.broken;

import io.anyloop.loop.sim.SimWire;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 5 and 6.
final class LifeTwins {
    private LifeTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                twin("5.1", "looks back in time now and then", LooksBack::new, "5.2"),
                twin("5.2", "moves the clock too far", MovesTooFar::new),
                twin("5.2", "moves the clock when it was woken", MovesWhenWoken::new),
                twin("6.1", "closes only once", ClosesOnce::new),
                twin("6.1", "closes what it was given", ClosesDescriptors::new),
                twin("6.2", "polls when it is closed", PollsWhenClosed::new),
                twin("6.2", "watches when it is closed", WatchesWhenClosed::new),
                twin("6.2", "cannot be woken when it is closed", FailsToWakeWhenClosed::new),
                twin("6.2", "cannot be left when it is closed", FailsToCancelWhenClosed::new));
    }

    private static Twin twin(
            String rule, String flaw, Supplier<BentLoop> loops, String... alsoBreaks) {
        return new Twin(rule, flaw, Set.of(alsoBreaks), new BentSubject(loops));
    }

    private static final class LooksBack extends BentLoop {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public long nanoTime() {
            return super.nanoTime() - (calls.incrementAndGet() % 7 == 0 ? 1 : 0);
        }
    }

    private static final class MovesTooFar extends BentLoop {
        @Override
        public void poll(long nanos) {
            super.poll(nanos > 0 && nanos < Long.MAX_VALUE ? nanos + 1 : nanos);
        }
    }

    private static final class MovesWhenWoken extends BentLoop {
        private volatile boolean woken;

        @Override
        public void wakeup() {
            woken = true;
            super.wakeup();
        }

        @Override
        public void poll(long nanos) {
            super.poll(nanos);
            if (woken && nanos > 0 && nanos < Long.MAX_VALUE) {
                super.poll(nanos);
            }
            woken = false;
        }
    }

    private abstract static class ClosedLoop extends BentLoop {
        boolean closed;

        @Override
        public void close() {
            super.close();
            closed = true;
        }
    }

    private static final class ClosesOnce extends ClosedLoop {
        @Override
        public void close() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            super.close();
        }
    }

    private static final class ClosesDescriptors extends BentLoop {
        @Override
        public void close() {
            super.close();
            wires.values().forEach(SimWire::close);
        }
    }

    private static final class PollsWhenClosed extends ClosedLoop {
        @Override
        public void poll(long nanos) {
            if (!closed) {
                super.poll(nanos);
            }
        }
    }

    private static final class WatchesWhenClosed extends ClosedLoop {
        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return closed ? null : super.watch(descriptor, generation, readiness);
        }
    }

    private static final class FailsToCancelWhenClosed extends ClosedLoop {
        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return new BentWatch(this, descriptor, generation, readiness) {
                @Override
                public void cancel() {
                    if (closed) {
                        throw new IllegalStateException("closed already");
                    }
                    super.cancel();
                }
            };
        }
    }

    private static final class FailsToWakeWhenClosed extends ClosedLoop {
        @Override
        public void wakeup() {
            if (closed) {
                throw new IllegalStateException("closed already");
            }
            super.wakeup();
        }
    }
}
