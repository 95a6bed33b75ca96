package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Events: a flag that one can wait for.
public abstract class EventCases extends Cases {
    /// Made before any hub, whichever case is first.
    private static final Event STATIC = new Event();

    @Test
    void e01_a_wait_for_one_that_is_set_does_not_give_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var event = new Event();
            event.set();
            var other = Greenlet.spawn(() -> log.add("other"));
            event.await();
            assertTrue(event.await(HubCase.FAR));
            assertTrue(event.await(Duration.ZERO));
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void e01_one_who_went_on_leaves_no_trace_for_those_who_come_later() throws Exception {
        inHub(hub -> {
            var event = new Event();
            var early = Greenlet.spawn(() -> event.await());
            Greenlet.yield();
            event.set();
            early.join();
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            event.await();
            assertEquals(List.of(), log);
            other.join();
        });
    }

    private static List<Greenlet<?>> awaiting(Event event, int count, List<Integer> log) {
        List<Greenlet<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(
                    Greenlet.spawn(() -> {
                        assertTrue(event.await(HubCase.FAR));
                        log.add(number);
                    }));
        }
        Greenlet.yield();
        return all;
    }

    @Test
    void e02_set_wakes_all_in_the_order_in_which_they_came() throws Exception {
        inHub(hub -> {
            int count = 1_000;
            List<Integer> log = new ArrayList<>();
            var event = new Event();
            var all = awaiting(event, count, log);
            assertEquals(count, event.waiting());
            event.set();
            assertEquals(List.of(), log);
            all.forEach(Greenlet::join);
            assertEquals(IntStream.range(0, count).boxed().toList(), log);
        });
    }

    @Test
    void e03_set_wakes_all_who_wait_even_if_clear_follows_at_once() throws Exception {
        inHub(hub -> {
            for (int count : new int[] {1, 100, 1_000}) {
                List<Integer> log = new ArrayList<>();
                var event = new Event();
                var all = awaiting(event, count, log);
                event.set();
                event.clear();
                all.forEach(Greenlet::join);
                assertEquals(count, log.size());
                all.forEach(one -> assertTrue(one.isSuccessful()));
            }
        });
    }

    @Test
    void e04_a_wait_that_runs_out_of_time_says_so_and_leaves_nothing() throws Exception {
        inHub(hub -> {
            var event = new Event();
            long begin = hub.now();
            assertFalse(event.await(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertEquals(0, event.waiting());
            assertFalse(event.await(Duration.ZERO));
            assertEquals(0, event.waiting());
        });
    }

    @Test
    void e04_a_wait_of_no_time_gives_the_others_a_turn() throws Exception {
        inHub(hub -> {
            var event = new Event();
            Greenlet.spawn(event::set);
            assertTrue(event.await(Duration.ZERO));
        });
    }

    @Test
    void e05_the_result_tells_whether_it_was_set_meanwhile() throws Exception {
        inHub(hub -> {
            var event = new Event();
            var awaits = Greenlet.spawn(() -> event.await(HubCase.FAR));
            hub.hub()
                    .spawnLater(
                            hub.unit(),
                            () -> {
                                event.set();
                                event.clear();
                                event.set();
                                event.clear();
                            });
            assertTrue(awaits.get());
            assertFalse(event.isSet());
            assertFalse(event.isReady());
        });
    }

    @Test
    void e06_one_who_comes_while_others_are_being_woken_goes_on_after_them() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var event = new Event();
            var all = awaiting(event, 10, log);
            var due = new boolean[1];
            hub.hub().timer(() -> due[0] = true).start(Duration.ZERO);
            event.set();
            event.await();
            assertEquals(10, log.size());
            assertFalse(due[0], "the loop was polled in between");
            all.forEach(Greenlet::join);
        });
    }

    @Test
    void e06_those_who_are_woken_and_come_again_do_not_wait_for_each_other() throws Exception {
        inHub(hub -> {
            var event = new Event();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(
                        Greenlet.spawn(() -> {
                            for (int round = 0; round < 10; round++) {
                                event.await();
                            }
                        }));
            }
            Greenlet.yield();
            event.set();
            all.forEach(Greenlet::join);
        });
    }

    @Test
    void e07_after_clear_a_wait_needs_a_new_set() throws Exception {
        inHub(hub -> {
            var event = new Event();
            for (int i = 0; i < 3; i++) {
                event.set();
                assertTrue(event.isSet());
                event.clear();
                var awaits = Greenlet.spawn(() -> event.await());
                Greenlet.yield();
                assertFalse(awaits.hasEnded());
                event.set();
                awaits.join();
                event.clear();
            }
        });
    }

    @Test
    void e07_an_event_that_an_earlier_one_has_cleared_does_not_let_later_ones_pass()
            throws Exception {
        inHub(hub -> {
            var event = new Event();
            var first =
                    Greenlet.spawn(() -> {
                        event.await();
                        event.clear();
                        return event.await(hub.unit());
                    });
            Greenlet.yield();
            event.set();
            assertFalse(first.get());
        });
    }

    @Test
    void e08_setting_twice_is_harmless_and_a_callback_of_the_loop_may_set() throws Exception {
        besideHub(hub -> {
            var event = new Event();
            var awaits = hub.hub().spawn(() -> event.await());
            hub.eventually("nobody waits", () -> event.waiting() == 1);
            hub.onLoop(() -> {
                event.set();
                event.set();
                event.await();
                assertTrue(event.await(HubCase.FAR));
            });
            awaits.join();
            assertTrue(event.isSet());
        });
    }

    @Test
    void e09_those_who_leave_the_line_do_not_disturb_those_who_stay() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var event = new Event();
            var all = awaiting(event, 9, log);
            for (int i = 0; i < 9; i += 2) {
                all.get(i).kill();
            }
            assertEquals(4, event.waiting());
            event.set();
            all.forEach(Greenlet::join);
            assertEquals(List.of(1, 3, 5, 7), log);
        });
    }

    @Test
    void e09_a_callback_that_is_taken_out_is_not_called() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var event = new Event();
            event.whenReady(() -> log.add("first"));
            var closed = event.whenReady(() -> log.add("closed"));
            event.whenReady(() -> log.add("last"));
            closed.close();
            closed.close();
            assertEquals(2, event.waiting());
            event.set();
            event.clear();
            event.set();
            assertEquals(List.of("first", "last"), log);
            event.whenReady(() -> log.add("at once"));
            assertEquals(List.of("first", "last", "at once"), log);
        });
    }

    @Test
    void e09_a_callback_that_fails_is_reported_and_stops_nobody() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var called = new AtomicInteger();
            var event = new Event();
            event.whenReady(Failing.callback(failure));
            event.whenReady(called::incrementAndGet);
            event.set();
            assertEquals(1, called.get());
            assertEquals(failure, hub.takeReport());
            assertThrows(NullPointerException.class, () -> event.whenReady(null));
        });
    }

    @Test
    void e10_set_from_another_thread_wakes_a_hub_that_sleeps() throws Exception {
        besideHub(hub -> {
            for (int i = 0; i < 20; i++) {
                var event = new Event();
                var awaits = hub.hub().spawn(() -> event.await());
                hub.eventually("nobody waits", () -> event.waiting() == 1);
                hub.awaitParked(1);
                var setter = Thread.ofPlatform().daemon().start(event::set);
                hub.eventually("the set was lost", awaits::hasEnded);
                setter.join();
            }
        });
    }

    @Test
    void e10_set_in_one_hub_wakes_those_who_wait_in_another_and_plain_threads() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var event = new Event();
            var awaits = other.hub().spawn(() -> event.await());
            var plain = Thread.ofPlatform().daemon().start(event::await);
            var virtual = Thread.ofVirtual().start(event::await);
            hub.eventually("not all wait", () -> event.waiting() == 3);
            hub.hub().call(event::set);
            hub.eventually("the set was lost", awaits::hasEnded);
            plain.join();
            virtual.join();
        });
    }

    @Test
    void e11_set_by_a_thread_that_ends_before_anybody_waits_is_seen() throws Exception {
        besideHub(hub -> {
            var event = new Event();
            Thread.ofPlatform().start(event::set).join();
            hub.hub().call(() -> event.await());
            event.await();
            assertTrue(event.await(HubCase.FAR));
        });
    }

    @Test
    void e11_sets_of_threads_that_race_with_a_wait_are_never_lost() throws Exception {
        besideHub(hub -> {
            var awaited = new Event[1];
            var round = new AtomicInteger();
            var setter =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                for (int i = 1; i <= 2_000; i++) {
                                    while (round.get() < i) {
                                        Thread.onSpinWait();
                                    }
                                    awaited[0].set();
                                }
                            });
            hub.hub()
                    .call(() -> {
                        for (int i = 1; i <= 2_000; i++) {
                            var event = new Event();
                            awaited[0] = event;
                            round.set(i);
                            event.await();
                        }
                    });
            setter.join();
        });
    }

    @Test
    void e12_one_that_was_made_before_any_hub_works() throws Exception {
        inHub(hub -> {
            STATIC.clear();
            Greenlet.spawn(STATIC::set);
            STATIC.await();
            assertTrue(STATIC.isSet());
        });
    }
}
