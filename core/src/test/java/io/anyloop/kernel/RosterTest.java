package io.anyloop.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RosterTest {
    private final Hub hub = Hub.on(new ParkingLoop());
    private final Roster roster = new Roster();

    @AfterEach
    void closeHub() {
        hub.close();
    }

    private Greenlet<?> add() {
        var greenlet = hub.unstarted(() -> null);
        roster.add(greenlet);
        return greenlet;
    }

    @Test
    void numbers_count_from_zero_and_are_used_again() {
        var zero = add();
        var one = add();
        var two = add();
        assertEquals(List.of(0, 1, 2), List.of(zero.id(), one.id(), two.id()));
        roster.remove(one);
        assertEquals(-1, one.id());
        assertEquals(1, add().id());
        assertEquals(3, add().id());
    }

    @Test
    void removing_one_that_is_not_there_does_nothing() {
        var greenlet = add();
        roster.remove(greenlet);
        roster.remove(greenlet);
        assertEquals(0, roster.size());
        assertTrue(roster.isEmpty());
        assertEquals(0, add().id());
        assertEquals(1, add().id());
    }

    @Test
    void a_snapshot_has_all_in_the_order_of_their_numbers() {
        var random = new Random(1);
        var present = new ArrayList<Greenlet<?>>();
        int most = 0;
        for (int i = 0; i < 2_000; i++) {
            if (random.nextInt(5) < 3 || present.isEmpty()) {
                present.add(add());
            } else {
                roster.remove(present.remove(random.nextInt(present.size())));
            }
            most = Math.max(most, present.size());
            assertEquals(present.size(), roster.size());
        }
        present.sort(Comparator.comparingInt(Greenlet::id));
        assertEquals(present, roster.snapshot());
        assertTrue(present.getLast().id() < most, "numbers are not small");
    }

    @Test
    void one_is_found_by_its_thread() {
        var greenlet = add();
        assertSame(greenlet, roster.find(greenlet.thread()));
        roster.remove(greenlet);
        assertNull(roster.find(greenlet.thread()));
        assertNull(roster.find(Thread.currentThread()));
    }
}
