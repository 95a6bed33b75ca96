package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 2.
final class WaitingTwins {
    private static final TckEnvironment TIME = TckEnvironment.current();

    private WaitingTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                twin("2.1", "forgets an early wake-up", ForgetsEarlyWakeup::new, "2.2", "2.6"),
                twin("2.2", "is slow to wake", SlowToWake::new),
                twin("2.3", "counts wake-ups", CountsWakeups::new),
                twin("2.4", "truncates to milliseconds", TruncatesWaits::new, "5.2"),
                twin("2.5", "sleeps on a negative wait", SleepsOnNegative::new, "5.2"),
                twin("2.6", "lets strangers poll in vain", IgnoresStrangers::new, "2.7"),
                twin("2.6", "lets strangers cancel in vain", () -> ignoringStrangers(true)),
                twin("2.6", "lets strangers arm in vain", () -> ignoringStrangers(false)),
                twin("2.7", "moves with nothing armed", ForgetsArmed::new),
                twin("2.7", "does not refuse its old owner", ToleratesOldOwner::new),
                twin("2.8", "ignores a nested poll", IgnoresNestedPoll::new),
                twin("2.9", "takes for ever for no time", NeverWaitsForEver::new),
                twin("2.9", "does not end a finite wait", NeverEndsWaits::new));
    }

    private static Twin twin(
            String rule, String flaw, Supplier<BentLoop> loops, String... alsoBreaks) {
        return new Twin(rule, flaw, Set.of(alsoBreaks), new BentSubject(loops));
    }

    /// A loop that nothing wakes, judged with little patience.
    static Subject hanging() {
        return new BentSubject(NeverWakes::new) {
            @Override
            public TckEnvironment environment() {
                return new TckEnvironment(0.05);
            }
        };
    }

    private static final class NeverWakes extends BentLoop {
        @Override
        public void wakeup() {}
    }

    private static final class ForgetsEarlyWakeup extends BentLoop {
        @Override
        public void poll(long nanos) {
            if (nanos == Long.MAX_VALUE) {
                super.poll(0);
            }
            super.poll(nanos);
        }
    }

    private static final class SlowToWake extends BentLoop {
        private static final Duration SLOW = TIME.prompt().multipliedBy(9).dividedBy(8);
        private volatile boolean sleeping;

        @Override
        public void poll(long nanos) {
            sleeping = nanos == Long.MAX_VALUE;
            super.poll(nanos);
            sleeping = false;
        }

        @Override
        public void wakeup() {
            if (sleeping) {
                LockSupport.parkNanos(SLOW.toNanos());
            }
            super.wakeup();
        }
    }

    private static final class CountsWakeups extends BentLoop {
        private final AtomicInteger pending = new AtomicInteger();

        @Override
        public void wakeup() {
            pending.incrementAndGet();
            super.wakeup();
        }

        @Override
        public void poll(long nanos) {
            super.poll(nanos);
            if (pending.get() > 0 && pending.decrementAndGet() > 0) {
                super.wakeup();
            }
        }
    }

    private static final class TruncatesWaits extends BentLoop {
        private static final long MILLI = 1_000_000;

        @Override
        public void poll(long nanos) {
            super.poll(nanos == Long.MAX_VALUE ? nanos : nanos / MILLI * MILLI);
        }
    }

    private static final class SleepsOnNegative extends BentLoop {
        @Override
        public void poll(long nanos) {
            super.poll(nanos < 0 ? Long.MAX_VALUE : nanos);
        }
    }

    private static final class IgnoresStrangers extends BentLoop {
        @Override
        public void poll(long nanos) {
            try {
                super.poll(nanos);
            } catch (WrongThreadException e) {
                // The flaw: nobody hears of it.
            }
        }
    }

    private static BentLoop ignoringStrangers(boolean cancel) {
        return new BentLoop() {
            @Override
            public Watch watch(int descriptor, long generation, Readiness readiness) {
                return new DeafWatch(this, descriptor, generation, readiness, cancel);
            }
        };
    }

    /// Ignores strangers, either those that cancel or those that arm.
    private static final class DeafWatch extends BentLoop.BentWatch {
        private final boolean cancel;

        DeafWatch(BentLoop loop, int number, long generation, Readiness heard, boolean cancel) {
            super(loop, number, generation, heard);
            this.cancel = cancel;
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            try {
                super.arm(interest, mode);
            } catch (WrongThreadException e) {
                refuse(cancel, e);
            }
        }

        @Override
        public void cancel() {
            try {
                super.cancel();
            } catch (WrongThreadException e) {
                refuse(!cancel, e);
            }
        }

        private static void refuse(boolean loudly, WrongThreadException e) {
            if (loudly) {
                throw e;
            }
        }
    }

    private static final class ForgetsArmed extends BentLoop {
        private final List<Watch> watches = new ArrayList<>();

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            var watch = super.watch(descriptor, generation, readiness);
            watches.add(watch);
            return watch;
        }

        @Override
        public void moveTo(Thread owner) {
            watches.forEach(Watch::cancel);
            super.moveTo(owner);
        }
    }

    private static final class ToleratesOldOwner extends BentLoop {
        private Thread before;

        @Override
        public void moveTo(Thread owner) {
            super.moveTo(owner);
            before = Thread.currentThread();
        }

        @Override
        public void poll(long nanos) {
            try {
                super.poll(nanos);
            } catch (WrongThreadException e) {
                if (Thread.currentThread() != before) {
                    throw e;
                }
            }
        }
    }

    private static final class IgnoresNestedPoll extends BentLoop {
        private volatile Thread polling;

        @Override
        public void poll(long nanos) {
            if (polling == Thread.currentThread()) {
                return;
            }
            polling = Thread.currentThread();
            super.poll(nanos);
            polling = null;
        }
    }

    private static final class NeverWaitsForEver extends BentLoop {
        @Override
        public void poll(long nanos) {
            super.poll(nanos == Long.MAX_VALUE ? 0 : nanos);
        }
    }

    /// In real time, and for long waits only, so that the trial takes seconds and not minutes.
    private static final class NeverEndsWaits extends BentLoop {
        private static final long LONG = TIME.quiet().toNanos() / 2;

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            throw new UnsupportedOperationException("This twin watches nothing.");
        }

        @Override
        public void poll(long nanos) {
            super.poll(nanos > LONG ? Long.MAX_VALUE : nanos);
        }
    }
}
