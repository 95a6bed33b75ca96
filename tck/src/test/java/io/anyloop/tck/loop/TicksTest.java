package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.tck.LoopCost;
import io.anyloop.tck.fixture.TestedLoops;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// On a system whose clock ticks, no loop is late because of that.
class TicksTest {
    private static void punctual(SystemWait system, long more) throws Exception {
        var contract = new TickingContract(more);
        new TimingCases(new TestedLoops(contract), system).punctual();
    }

    @Test
    void a_loop_is_as_late_as_the_system_makes_it() {
        assertDoesNotThrow(() -> punctual(millis -> TickingContract.sleep(millis * 1_000_000), 0));
    }

    @Test
    void a_loop_that_is_later_than_the_system_is_refused() {
        var late =
                assertThrows(
                        AssertionError.class,
                        () ->
                                punctual(
                                        millis -> TickingContract.sleep(millis * 1_000_000),
                                        TickingContract.TICK));
        assertTrue(late.getMessage().contains("µs late at best, always"), late.getMessage());
        assertThrows(AssertionError.class, () -> punctual(LockSupport::parkNanos, 0));
    }

    /// As all that is measured, it is compared with the system.
    @Test
    void the_cost_of_a_wait_is_what_it_is_late() throws Exception {
        double late = LoopCost.LATENESS.measure(new TickingContract(0)).orElseThrow();
        assertTrue(late > 10_000_000 && late < 100_000_000, () -> late + " ns");
    }

    @Test
    void a_system_that_does_not_tick_excuses_nothing() throws IOException {
        SystemWait fine = millis -> LockSupport.parkNanos(millis * 1_000_000);
        assertEquals(Duration.ZERO, fine.lateness());
    }
}
