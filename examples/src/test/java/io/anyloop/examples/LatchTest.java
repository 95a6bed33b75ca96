package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// In virtual time: an hour is over when nothing else is to be done.
class LatchTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void all_pass_when_it_opens_in_the_order_in_which_they_came_and_later_at_once() {
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var latch = new Latch(2);
                var passed = new ArrayList<Integer>();
                for (int i = 0; i < 3; i++) {
                    int number = i;
                    Greenlet.spawn(() -> {
                        if (latch.await(HOUR)) {
                            passed.add(number);
                        }
                    });
                }
                Greenlet.yield();
                latch.countDown();
                Greenlet.yield();
                assertEquals(List.of(), passed);
                latch.countDown();
                Greenlet.yield();
                assertEquals(List.of(0, 1, 2), passed);
                assertTrue(latch.await(Duration.ZERO));
            });
        }
    }

    @Test
    void who_gives_up_or_is_killed_leaves_the_line() {
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var latch = new Latch(1);
                assertFalse(latch.await(Duration.ofMinutes(1)));
                var killed = Greenlet.spawn(() -> latch.await(HOUR));
                Greenlet.yield();
                killed.kill();
                var other = Greenlet.spawn(() -> latch.await(HOUR));
                Greenlet.yield();
                latch.countDown();
                assertTrue(other.get());
            });
        }
    }

    @Test
    void a_plain_thread_waits_as_well() throws InterruptedException {
        var latch = new Latch(1);
        var passed = new boolean[1];
        var thread = Thread.ofPlatform().start(() -> passed[0] = latch.await(HOUR));
        try (Hub hub = Hub.open("select")) {
            hub.call(latch::countDown);
        }
        thread.join();
        assertTrue(passed[0]);
    }
}
