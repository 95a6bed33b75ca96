package io.anyloop.tck.loop;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.setup.TckEnvironment;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/// A loop on a system whose clock ticks. It sleeps, and can do no more.
final class TickingContract extends LoopContract {
    static final long TICK = 16_000_000;

    /// Ends at the first tick after its time, as on some Windows.
    static void sleep(long nanos) {
        long end = Math.ceilDiv(System.nanoTime() + nanos, TICK) * TICK;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private final long more;

    TickingContract(long more) {
        this.more = more;
    }

    @Override
    protected TckEnvironment environment() {
        return new TckEnvironment(0.1);
    }

    @Override
    protected LoopProvider provider() {
        return new LoopProvider() {
            @Override
            public String name() {
                return "ticking";
            }

            @Override
            public Kind kind() {
                return Kind.DRIVEN;
            }

            @Override
            public String systems() {
                return "systems that tick";
            }

            @Override
            public int priority() {
                return 0;
            }

            @Override
            public Availability availability() {
                return Availability.yes();
            }

            @Override
            public Set<Capability> capabilities() {
                return Set.of();
            }

            @Override
            public Loop open() {
                return new TickingLoop(more);
            }
        };
    }

    private record TickingLoop(long more) implements DrivenLoop {
        @Override
        public void poll(long nanos) {
            sleep(nanos + more);
        }

        @Override
        public void moveTo(Thread owner) {}

        @Override
        public String name() {
            return "ticking";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            throw new UnsupportedOperationException("This loop watches no descriptors.");
        }

        @Override
        public void wakeup() {}

        @Override
        public void close() {}
    }
}
