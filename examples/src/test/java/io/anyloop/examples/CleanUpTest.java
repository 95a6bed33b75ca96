package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CleanUpTest {
    @Test
    void what_was_begun_is_undone_though_that_waits_and_a_kill_is_due() {
        var log = new ArrayList<String>();
        var booking =
                new CleanUp.Booking() {
                    @Override
                    public void write() {
                        log.add("write");
                        Greenlet.sleep(Duration.ofHours(1));
                        log.add("written");
                    }

                    @Override
                    public void undo() {
                        log.add("undo");
                        Greenlet.sleep(Duration.ofMillis(500));
                        log.add("undone");
                    }
                };
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var greenlet = Greenlet.spawn(() -> CleanUp.book(booking));
                Greenlet.sleep(Duration.ofSeconds(1));
                greenlet.kill();
            });
        }
        assertEquals(List.of("write", "undo", "undone"), log);
    }

    @Test
    void a_connection_that_comes_when_nobody_waits_is_given_back() {
        var coming = new CompletableFuture<CleanUp.Connection>();
        var isReleased = new AtomicBoolean();
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                var greenlet = Greenlet.spawn(() -> CleanUp.take(coming));
                Greenlet.sleep(Duration.ofSeconds(1));
                greenlet.kill();
                assertFalse(isReleased.get());
                coming.complete(() -> isReleased.set(true));
                Greenlet.idle();
                assertTrue(isReleased.get());
            });
        }
    }
}
