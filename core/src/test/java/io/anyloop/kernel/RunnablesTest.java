package io.anyloop.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RunnablesTest {
    private final Runnables runnables = new Runnables();

    private static Runnable task() {
        return new Runnable() {
            @Override
            public void run() {
                // Never run here.
            }
        };
    }

    @Test
    void it_gives_what_it_got_in_the_same_order() {
        var model = new ArrayDeque<Runnable>();
        var random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            // First more is added than taken, then the other way round.
            if (random.nextInt(10) < (i < 50_000 ? 6 : 4)) {
                var task = task();
                model.add(task);
                runnables.add(task);
            } else {
                assertSame(model.poll(), runnables.poll());
            }
            assertEquals(model.size(), runnables.size());
            assertEquals(model.isEmpty(), runnables.isEmpty());
        }
    }

    @Test
    void it_grows_wherever_its_head_is() {
        for (int head = 0; head < 300; head += 37) {
            var fresh = new Runnables();
            for (int i = 0; i < head; i++) {
                fresh.add(task());
                fresh.poll();
            }
            var model = new ArrayDeque<Runnable>();
            for (int i = 0; i < 1_000; i++) {
                var task = task();
                model.add(task);
                fresh.add(task);
            }
            model.forEach(task -> assertSame(task, fresh.poll()));
            assertTrue(fresh.isEmpty());
        }
    }

    @Test
    void an_empty_one_gives_null() {
        assertNull(runnables.poll());
        assertTrue(runnables.isEmpty());
        assertEquals(0, runnables.size());
    }
}
