package io.anyloop.port;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Readiness;
import org.junit.jupiter.api.Test;

/// When a read of the JDK's is not tried, since it would find nothing.
class KeptWatchTest {
    private static final int LIFE = 7;
    private static final int NOTHING_THERE = -2;
    private static final int END = -1;

    private final KeptWatch once = new KeptWatch(3, false);
    private final KeptWatch kept = keptFor(LIFE);
    private final KeptWatch free = new KeptWatch(3, true);

    private static KeptWatch keptFor(int life) {
        var watch = new KeptWatch(3, false);
        watch.ask(life);
        watch.kept();
        return watch;
    }

    @Test
    void where_each_wait_costs_a_call_every_read_is_tried() {
        once.hasRead(10, 100, LIFE);
        assertFalse(once.isDrained(LIFE));
    }

    @Test
    void a_read_that_leaves_room_has_taken_all_until_something_is_reported() {
        for (KeptWatch watch : new KeptWatch[] {kept, free}) {
            watch.hasRead(100, 100, LIFE);
            assertFalse(watch.isDrained(LIFE), "there may be more");
            watch.hasRead(10, 100, LIFE);
            assertTrue(watch.isDrained(LIFE));
            watch.report(Readiness.READ);
            assertFalse(watch.isDrained(LIFE));
            watch.hasRead(NOTHING_THERE, 100, LIFE);
            assertTrue(watch.isDrained(LIFE));
            watch.hasRead(END, 100, LIFE);
            assertFalse(watch.isDrained(LIFE));
        }
    }

    @Test
    void it_counts_for_one_life_of_the_descriptor() {
        for (KeptWatch watch : new KeptWatch[] {kept, free}) {
            watch.hasRead(10, 100, LIFE);
            assertFalse(watch.isDrained(LIFE + 1));
            assertFalse(watch.isDrained(KeptWatch.UNKNOWN));
            watch.hasRead(10, 100, KeptWatch.UNKNOWN);
            assertFalse(watch.isDrained(KeptWatch.UNKNOWN));
        }
    }

    @Test
    void a_registration_that_is_given_up_takes_along_what_it_knew() {
        kept.hasRead(10, 100, LIFE);
        assertTrue(kept.forget());
        assertFalse(kept.isDrained(LIFE));
    }

    @Test
    void waits_that_cost_nothing_ask_anew_each_time_so_nothing_can_be_missed() {
        free.hasRead(10, 100, LIFE);
        assertFalse(free.forget());
        assertTrue(free.isDrained(LIFE));
    }

    @Test
    void after_an_edge_that_may_have_brought_the_end_too_every_read_is_tried() {
        kept.report(Readiness.READ | Readiness.UNUSUAL);
        kept.hasRead(10, 100, LIFE);
        assertFalse(kept.isDrained(LIFE));
    }
}
