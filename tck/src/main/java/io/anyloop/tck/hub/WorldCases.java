package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.queue.Queue;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Several hubs that nobody outside wakes.
public abstract class WorldCases extends Cases {
    private static final int ROUNDS = 50;

    @FunctionalInterface
    private interface Body {
        void run(HubCase one, HubCase other) throws Throwable;
    }

    private void onTwoHubs(Body body) throws Exception {
        besideHub(options -> options.closedWorld(true), hub -> body.run(hub, hub.closedOther()));
    }

    /// In real time, also where time is virtual.
    private static int compute() {
        long end = System.nanoTime() + 2_000_000;
        int sum = 0;
        while (System.nanoTime() - end < 0) {
            sum++;
        }
        return sum;
    }

    @Test
    void h35_who_waits_for_a_hub_that_computes_is_in_no_deadlock() throws Exception {
        onTwoHubs((one, other) -> {
            for (int i = 0; i < ROUNDS; i++) {
                assertTrue(one.hub().call(() -> other.hub().spawn(WorldCases::compute).get()) > 0);
            }
        });
    }

    @Test
    void h35_nor_is_who_waits_for_what_that_hub_will_do() throws Exception {
        onTwoHubs((one, other) -> {
            for (int i = 0; i < ROUNDS; i++) {
                var event = new Event();
                var sets =
                        other.hub()
                                .spawn(() -> {
                                    compute();
                                    event.set();
                                });
                one.hub().call(() -> event.await());
                sets.join();
            }
        });
    }

    @Test
    void h35_items_go_round_between_hubs_without_a_false_alarm() throws Exception {
        onTwoHubs((one, other) -> {
            var there = new Queue<Integer>();
            var back = new Queue<Integer>();
            var echo =
                    other.hub()
                            .spawn(() -> {
                                for (int item : there) {
                                    back.put(item);
                                }
                            });
            one.hub()
                    .call(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            there.put(i);
                            assertEquals(i, back.get());
                        }
                        there.shutdown();
                    });
            echo.join();
        });
    }

    @Test
    void h35_hubs_that_wait_for_each_other_learn_it_with_the_circle() throws Exception {
        onTwoHubs((one, other) -> {
            var mine = new AsyncResult<Greenlet<?>>();
            var its = new AsyncResult<Greenlet<?>>();
            LoopExit seen =
                    assertThrows(
                            LoopExit.class,
                            () ->
                                    one.hub()
                                            .call(() -> {
                                                Greenlet.current().name("main");
                                                var theirs =
                                                        other.hub().spawn(() -> mine.get().join());
                                                theirs.name("theirs");
                                                its.set(theirs);
                                                mine.set(Greenlet.current());
                                                theirs.join();
                                            }));
            its.get().join(); // It was waiting for the one that has ended by that.
            String hub = " of hub " + one.hub().name();
            String circle =
                    "2 greenlets wait on 2 hubs and nothing can wake them. main%s waits for theirs of hub %s, which waits for main%s. "
                            .formatted(hub, other.hub().name(), hub);
            assertTrue(seen.getMessage().startsWith(circle), seen::getMessage);
            assertTrue(seen.getMessage().contains("join"), seen::getMessage);
        });
    }

    @Test
    void h35_all_who_wait_in_call_learn_it_once_and_the_hubs_go_on() throws Exception {
        onTwoHubs((one, other) -> {
            var never = new Event();
            var theirs = new AsyncResult<Throwable>();
            Thread.ofPlatform()
                    .start(() ->
                            theirs.set(
                                    assertThrows(
                                            LoopExit.class,
                                            () -> other.hub().call(() -> never.await()))));
            assertThrows(LoopExit.class, () -> one.hub().call(() -> never.await()));
            assertTrue(theirs.get().getMessage().contains("Event.await"));
            assertEquals("on", one.hub().call(() -> "on"));
            assertEquals("on", other.hub().call(() -> "on"));
        });
    }

    @Test
    void h35_when_the_only_hub_that_could_help_has_ended_it_is_told() throws Exception {
        onTwoHubs((one, other) -> {
            var never = new Event();
            var begun = new Event();
            var busy =
                    other.hub()
                            .spawn(() -> {
                                begun.set();
                                new CountDownLatch(1).await(); // Anybody might open it.
                            });
            begun.await();
            var seen = new AsyncResult<Throwable>();
            Thread.ofPlatform()
                    .start(() ->
                            seen.set(
                                    assertThrows(
                                            LoopExit.class,
                                            () -> one.hub().call(() -> never.await()))));
            one.awaitParked(1);
            assertFalse(seen.isReady());
            other.hub().close();
            assertTrue(busy.hasEnded());
            assertTrue(seen.get().getMessage().startsWith("1 greenlet waits and nothing"));
        });
    }
}
