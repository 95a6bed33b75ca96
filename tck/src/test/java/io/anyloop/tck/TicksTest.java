package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// On a system whose clock ticks, no loop is late because of that.
class TicksTest {
    private static final long TICK = 16_000_000;

    /// Ends at the first tick after its time, as on some Windows.
    private static void sleep(long nanos) {
        long end = Math.ceilDiv(System.nanoTime() + nanos, TICK) * TICK;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private static void punctual(SystemWait system, long more) throws Exception {
        var contract = new Ticking(more);
        new TimingCases(contract, system).punctual();
    }

    @Test
    void a_loop_is_as_late_as_the_system_makes_it() {
        assertDoesNotThrow(() -> punctual(millis -> sleep(millis * 1_000_000), 0));
    }

    @Test
    void a_loop_that_is_later_than_the_system_is_refused() {
        var late =
                assertThrows(
                        AssertionError.class,
                        () -> punctual(millis -> sleep(millis * 1_000_000), TICK));
        assertTrue(late.getMessage().contains("µs late at best, always"), late.getMessage());
        assertThrows(AssertionError.class, () -> punctual(LockSupport::parkNanos, 0));
    }

    @Test
    void a_system_that_does_not_tick_excuses_nothing() throws IOException {
        SystemWait fine = millis -> LockSupport.parkNanos(millis * 1_000_000);
        assertEquals(Duration.ZERO, fine.lateness());
    }

    /// A loop that parks, and can do no more.
    private static final class Ticking extends LoopContract {
        private final long more;

        Ticking(long more) {
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
