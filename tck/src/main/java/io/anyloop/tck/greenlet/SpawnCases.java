package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Greenlet.State;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Spawning, and the life of a greenlet.
public abstract class SpawnCases extends Cases {

    @Test
    void g01_the_body_does_not_run_before_the_spawner_waits() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var greenlet = Greenlet.spawn(() -> log.add("child"));
            log.add("parent");
            greenlet.join();
            assertEquals(List.of("parent", "child"), log);
        });
    }

    @Test
    void g02_first_steps_come_in_the_order_of_spawning() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 1_000; i++) {
                int number = i;
                Body<Boolean, RuntimeException> body = () -> log.add(number);
                all.add(i % 2 == 0 ? Greenlet.spawn(body) : hub.hub().spawn(body));
            }
            all.forEach(Greenlet::join);
            assertEquals(IntStream.range(0, 1_000).boxed().toList(), log);
        });
    }

    @Test
    void g03_one_that_is_spawned_by_another_which_ends_at_once_still_runs() throws Exception {
        inHub(hub -> {
            var inner = new ArrayList<Greenlet<String>>();
            var outer = Greenlet.spawn(() -> inner.add(Greenlet.spawn(() -> "ran")));
            outer.join();
            assertEquals("ran", inner.getFirst().get());
        });
    }

    @Test
    void g04_null_tasks_are_refused_at_the_caller() throws Exception {
        inHub(hub -> {
            Body<Object, RuntimeException> nothing = null;
            Action<RuntimeException> noAction = null;
            assertThrows(NullPointerException.class, () -> Greenlet.spawn(nothing));
            assertThrows(NullPointerException.class, () -> Greenlet.spawn(noAction));
            assertThrows(
                    NullPointerException.class, () -> hub.hub().spawnLater(Duration.ZERO, nothing));
            assertThrows(NullPointerException.class, () -> hub.hub().unstarted(nothing));
            assertEquals(1, hub.hub().dump().greenlets().size(), "scheduled all the same");
        });
    }

    @Test
    void g05_a_delayed_one_does_not_run_before_its_delay_whatever_the_others_do() throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var delayed = hub.hub().spawnLater(hub.units(10), hub::now);
            for (int i = 0; i < 100; i++) {
                Greenlet.sleep(Duration.ZERO);
            }
            hub.assertNotBefore(hub.units(10), begin, () -> delayed.state() != State.STARTING);
            delayed.join();
            hub.assertTook(hub.units(10), begin);
            assertTrue(delayed.get() - begin >= hub.units(10).toNanos(), "began too early");
        });
    }

    @Test
    void g06_a_delay_counts_from_the_call_also_after_a_burn() throws Exception {
        inHub(hub -> {
            hub.burn(hub.unit());
            long begin = hub.now();
            var delayed = hub.hub().spawnLater(hub.units(2), hub::now);
            hub.burn(hub.unit());
            long began = delayed.get();
            assertTrue(began - begin >= hub.units(2).toNanos(), "began too early");
            hub.assertTook(hub.units(2), begin);
        });
    }

    @Test
    void g06_delays_shorter_than_a_burn_are_over_in_their_order() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            hub.withoutPause(
                    hub.unit(),
                    () -> {
                        log.clear();
                        hub.hub().spawnLater(hub.units(2), () -> log.add(2));
                        hub.hub().spawnLater(hub.units(1), () -> log.add(1));
                    },
                    () -> burnAndSleep(hub));
            assertEquals(List.of(1, 2), log);
        });
    }

    private static void burnAndSleep(HubCase hub) {
        hub.burn(hub.units(3));
        Greenlet.sleep(hub.units(3));
    }

    @Test
    void g07_starting_twice_is_starting_once() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var greenlet = hub.hub().unstarted(() -> log.add("ran"));
            assertSame(greenlet, greenlet.start().start().startLater(hub.unit()));
            greenlet.join();
            assertSame(greenlet, greenlet.start().startLater(Duration.ZERO));
            hub.settle();
            assertEquals(List.of("ran"), log);
            assertEquals(State.ENDED, greenlet.state());
        });
    }

    @Test
    void g08_before_its_start_it_is_new_and_nothing_else() throws Exception {
        inHub(hub -> {
            var greenlet = hub.hub().unstarted(() -> 1);
            assertEquals(State.NEW, greenlet.state());
            assertNotEnded(greenlet);
            assertEquals(-1, greenlet.id());
            hub.settle();
            assertEquals(State.NEW, greenlet.state());
        });
    }

    @Test
    void g09_after_its_start_it_is_starting_and_nothing_else() throws Exception {
        inHub(hub -> {
            var greenlet = Greenlet.spawn(() -> 1);
            assertEquals(State.STARTING, greenlet.state());
            assertNotEnded(greenlet);
            greenlet.join();
        });
    }

    private static void assertNotEnded(Greenlet<?> greenlet) {
        assertFalse(greenlet.hasEnded());
        assertFalse(greenlet.isSuccessful());
        assertNull(greenlet.outcome());
    }

    @Test
    void g10_after_a_normal_return_it_has_its_value() throws Exception {
        inHub(hub -> {
            var greenlet = Greenlet.spawn(() -> "value");
            greenlet.join();
            assertEquals(State.ENDED, greenlet.state());
            assertTrue(greenlet.hasEnded());
            assertTrue(greenlet.isSuccessful());
            assertEquals(new Outcome.Returned<>("value"), greenlet.outcome());
            assertEquals(-1, greenlet.id());
        });
    }

    @Test
    void g11_after_a_failure_it_keeps_the_very_exception() throws Exception {
        inHub(hub -> {
            var failure = new Exception("expected");
            Greenlet<Object> greenlet = Greenlet.spawn(Failing.with(failure));
            greenlet.join();
            assertEquals(State.ENDED, greenlet.state());
            assertTrue(greenlet.hasEnded());
            assertFalse(greenlet.isSuccessful());
            var failed = assertInstanceOf(Outcome.Failed.class, greenlet.outcome());
            assertSame(failure, failed.cause());
            var report = hub.takeWholeReport();
            assertSame(failure, report.failure());
            assertSame(greenlet, report.source());
            assertSame(hub.hub(), report.hub());
        });
    }

    @Test
    void g12_one_that_runs_has_not_ended_also_in_its_first_step() throws Exception {
        inHub(hub -> {
            List<State> states = new ArrayList<>();
            Greenlet.spawn(
                            () -> {
                                states.add(Greenlet.current().state());
                                Greenlet.yield();
                                states.add(Greenlet.current().state());
                                assertNotEnded(Greenlet.current());
                            })
                    .join();
            assertEquals(List.of(State.RUNNING, State.RUNNING), states);
        });
    }

    @Test
    void g13_null_is_a_success() throws Exception {
        inHub(hub -> {
            Greenlet<Object> greenlet = Greenlet.spawn(() -> null);
            assertNull(greenlet.get());
            assertTrue(greenlet.isSuccessful());
            assertEquals(new Outcome.Returned<>(null), greenlet.outcome());
        });
    }

    @Test
    void g14_a_spawn_listener_hears_of_each_start_once_and_before_the_first_step()
            throws Exception {
        inHub(hub -> {
            List<Object> log = new ArrayList<>();
            Consumer<Greenlet<?>> listener = log::add;
            hub.hub().addSpawnListener(listener);
            hub.hub().addSpawnListener(listener);
            var started = hub.hub().spawn(() -> log.add("ran"));
            var unstarted = hub.hub().unstarted(() -> log.add("late"));
            started.join();
            assertEquals(List.of(started, "ran"), log);
            hub.hub().removeSpawnListener(listener);
            hub.hub().removeSpawnListener(listener);
            unstarted.start().join();
            assertEquals(List.of(started, "ran", "late"), log);
        });
    }

    @Test
    void g14_a_spawn_listener_that_fails_is_reported_and_harms_nobody() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var listener = Failing.listener(failure);
            hub.hub().addSpawnListener(listener);
            assertEquals("ran", Greenlet.spawn(() -> "ran").get());
            hub.hub().removeSpawnListener(listener);
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void g20_a_stack_overflow_ends_one_greenlet_and_is_reported_once() throws Exception {
        inHub(hub -> {
            var deep = Greenlet.spawn(() -> Failing.recurse(0));
            var other = Greenlet.spawn(() -> "fine");
            deep.join();
            assertEquals("fine", other.get());
            assertFalse(deep.isSuccessful());
            assertInstanceOf(StackOverflowError.class, hub.takeReport());
            assertEquals("later", Greenlet.spawn(() -> "later").get());
        });
    }

    @Test
    void g21_names_are_unique_can_be_set_and_are_shown() throws Exception {
        inHub(hub -> {
            var one = hub.hub().unstarted(() -> 1);
            var two = hub.hub().unstarted(() -> 2);
            assertNotEquals(one.name(), two.name());
            assertTrue(one.toString().contains(one.name()), one.toString());
            assertSame(one, one.name("reader"));
            assertEquals("reader", one.thread().getName());
            assertShows(one, "NEW");
            one.start();
            assertShows(one, "STARTING");
            one.join();
            assertShows(one, "Returned");
        });
    }

    @Test
    void g21_threads_bear_the_names_where_that_is_asked_for() throws Exception {
        inHub(
                options -> options.nameThreads(true),
                hub -> {
                    var named = Greenlet.spawn(() -> Thread.currentThread().getName());
                    assertEquals(named.name(), named.get());
                });
        inHub(hub ->
                assertEquals("", Greenlet.spawn(() -> Thread.currentThread().getName()).get()));
    }

    private static void assertShows(Greenlet<?> greenlet, String what) {
        String text = greenlet.toString();
        assertTrue(text.contains("reader") && text.contains(what), text);
    }

    @Test
    void g21_numbers_are_small_and_used_again() throws Exception {
        inHub(hub -> {
            int main = Greenlet.current().id();
            var one = Greenlet.spawn(() -> Greenlet.current().id());
            var two = Greenlet.spawn(() -> Greenlet.current().id());
            assertEquals(3, List.of(main, one.get(), two.get()).stream().distinct().count());
            for (int i = 0; i < 100; i++) {
                int id = Greenlet.spawn(() -> Greenlet.current().id()).get();
                assertTrue(id >= 0 && id < 3, "the number is " + id);
            }
        });
    }
}
