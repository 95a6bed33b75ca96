package io.anyloop.tck.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.function.Body;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Unchecked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Timeouts inside each other, and around waits of the JDK.
public abstract class TimeoutScopeCases extends Cases {

    @Test
    void t06_when_the_outer_one_is_first_it_is_thrown_and_the_inner_one_ends_with_its_block()
            throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var inner = Timeout.of(hub.units(20));
            try (var outer = Timeout.after(hub.unit())) {
                var e =
                        assertThrows(
                                Timeout.class,
                                () ->
                                        inner.run(() -> {
                                            try {
                                                Greenlet.sleep(HubCase.FAR);
                                            } finally {
                                                hub.assertNotBefore(
                                                        hub.units(20),
                                                        begin,
                                                        () -> !inner.isPending());
                                            }
                                        }));
                assertSame(outer, e);
                assertFalse(inner.isPending());
            }
            Greenlet.sleep(hub.units(20));
            hub.assertTook(hub.units(21), begin);
        });
    }

    @Test
    void t30_one_that_is_not_taken_back_ends_with_its_greenlet() throws Exception {
        inHub(hub -> {
            var left = new ArrayList<Timeout>();
            var kept = Timeout.after(HubCase.FAR);
            Greenlet.spawn(
                            () -> {
                                left.add(Timeout.after(HubCase.FAR));
                                left.add(Timeout.after(HubCase.FAR));
                                left.add(Timeout.after(HubCase.FAR));
                                left.get(1).cancel();
                                left.get(1).start();
                            })
                    .join();
            var killed =
                    Greenlet.spawn(() -> {
                        left.add(Timeout.after(HubCase.FAR));
                        Greenlet.sleep(HubCase.FAR);
                    });
            Greenlet.yield();
            killed.kill();
            assertEquals(4, left.size());
            left.forEach(timeout -> assertFalse(timeout.isPending()));
            left.forEach(Timeout::close);
            assertTrue(kept.isPending());
            kept.close();
        });
    }

    @Test
    void t07_when_the_inner_one_is_first_it_is_thrown_and_the_outer_one_is_pending()
            throws Exception {
        inHub(hub -> {
            long begin = hub.now();
            var inner = Timeout.of(hub.unit());
            try (var outer = Timeout.after(hub.units(20))) {
                assertSame(
                        inner,
                        assertThrows(
                                Timeout.class, () -> inner.run(() -> Greenlet.sleep(HubCase.FAR))));
                hub.assertTook(hub.unit(), begin);
                hub.assertNotBefore(hub.units(20), begin, () -> !outer.isPending());
                assertSame(outer, assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR)));
                hub.assertTook(hub.units(20), begin);
            }
        });
    }

    @Test
    void t08_a_silent_inner_one_does_not_swallow_a_silent_outer_one() throws Exception {
        inHub(hub -> {
            var after = new boolean[1];
            assertFalse(
                    Timeout.of(hub.unit())
                            .silent()
                            .run(() -> {
                                Timeout.of(HubCase.FAR)
                                        .silent()
                                        .run(() -> Greenlet.sleep(HubCase.FAR));
                                after[0] = true;
                            }));
            assertFalse(after[0], "the inner one swallowed it");
        });
    }

    @TestFactory
    Stream<DynamicTest> t19_it_ends_each_wait_of_the_jdk_by_its_call_form() {
        return Blocking.ofTheJdk().stream()
                .map(named ->
                        DynamicTest.dynamicTest(
                                named.name(), () -> inHub(hub -> expireIn(hub, named.call()))));
    }

    private static void expireIn(HubCase hub, Blocking call) {
        long begin = hub.now();
        var timeout = Timeout.of(hub.unit());
        var e = assertThrows(Timeout.class, () -> timeout.call(() -> runOnce(call)));
        assertSame(timeout, e);
        hub.assertTook(hub.unit(), begin);
        assertInstanceOf(InterruptedException.class, e.getSuppressed()[0].getCause());
        assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
        Greenlet.sleep(hub.unit());
        hub.assertTook(hub.units(2), begin);
    }

    private static Void runOnce(Blocking call) {
        try {
            call.run();
            return null;
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (Throwable e) {
            throw Unchecked.<RuntimeException>rethrow(e);
        }
    }

    @Test
    void t19_the_block_form_around_a_wait_of_the_jdk_becomes_a_suppressed_exception()
            throws Exception {
        inHub(hub -> {
            var made = new Timeout[1];
            var e =
                    assertThrows(
                            InterruptedException.class,
                            () -> {
                                try (var timeout = Timeout.after(hub.unit())) {
                                    made[0] = timeout;
                                    Thread.sleep(HubCase.FAR);
                                }
                            });
            assertSame(made[0], e.getSuppressed()[0]);
            assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
            Greenlet.sleep(hub.unit());
        });
    }

    @Test
    void t19_the_block_form_throws_at_its_end_where_the_interrupt_was_swallowed() throws Exception {
        inHub(hub ->
                assertThrows(
                        Timeout.class,
                        () -> {
                            try (var timeout = Timeout.after(hub.unit())) {
                                assertTrue(timeout.isPending());
                                swallow(() -> Thread.sleep(HubCase.FAR));
                            }
                        }));
    }

    private static void swallow(Blocking call) throws Throwable {
        try {
            call.run();
        } catch (InterruptedException e) {
            // As libraries do.
        }
    }

    @Test
    void t19_where_the_interrupt_was_swallowed_the_next_wait_throws() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            assertSame(
                    timeout,
                    assertThrows(
                            Timeout.class,
                            () ->
                                    timeout.run(() -> {
                                        swallow(() -> Thread.sleep(HubCase.FAR));
                                        Greenlet.sleep(HubCase.FAR);
                                    })));
            assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
        });
    }

    @Test
    void t20_an_outer_one_is_never_taken_for_the_time_out_of_a_call() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            for (var limit : new Duration[] {hub.units(20), HubCase.FAR}) {
                assertOuter(hub, () -> target.join(limit));
                assertOuter(hub, () -> target.get(limit));
                assertOuter(hub, () -> Timeout.callOr(limit, target::get, null));
                assertOuter(hub, () -> Timeout.of(limit).silent().run(() -> target.join()));
            }
            target.kill();
        });
    }

    private static void assertOuter(HubCase hub, Blocking call) {
        var outer = Timeout.of(hub.unit());
        long begin = hub.now();
        assertSame(outer, assertThrows(Timeout.class, () -> outer.call(() -> runOnce(call))));
        hub.assertTook(hub.unit(), begin);
    }

    @Test
    void t20_an_outer_one_that_is_due_with_the_inner_one_wins_also_at_a_wait_of_the_jdk()
            throws Exception {
        inHub(hub -> {
            var outer = Timeout.of(hub.unit());
            Body<Void, RuntimeException> wait = () -> runOnce(TimeoutScopeCases::sleepLong);
            var e =
                    assertThrows(
                            Timeout.class,
                            () -> outer.call(() -> Timeout.callOr(hub.unit(), wait, null)));
            assertSame(outer, e);
            Greenlet.sleep(hub.units(2));
        });
    }

    private static void sleepLong() throws InterruptedException {
        Thread.sleep(HubCase.FAR);
    }

    @Test
    void t22_a_call_gives_its_value_or_throws_or_falls_back_by_its_own_time_only()
            throws Exception {
        inHub(hub -> {
            assertEquals("value", Timeout.call(hub.units(20), () -> "value"));
            assertEquals("value", Timeout.callOr(hub.unit(), () -> "value", "late"));
            assertEquals("late", Timeout.callOr(hub.unit(), () -> sleepLong(hub), "late"));
            assertThrows(Timeout.class, () -> Timeout.call(hub.unit(), () -> sleepLong(hub)));
            var done = new ArrayList<String>();
            Timeout.run(hub.units(20), () -> done.add("in time"));
            assertEquals(List.of("in time"), done);
            assertThrows(
                    Timeout.class,
                    () -> Timeout.run(hub.unit(), () -> Greenlet.sleep(HubCase.FAR)));
            var other =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    Timeout.call(
                                            hub.unit(),
                                            () ->
                                                    Timeout.callOr(
                                                            hub.units(20),
                                                            () -> sleepLong(hub),
                                                            "late")));
            assertEquals(hub.unit(), other.limit());
            assertEquals(
                    "inner",
                    Timeout.callOr(
                            hub.units(20),
                            () -> Timeout.callOr(hub.unit(), () -> sleepLong(hub), "inner"),
                            "outer"));
        });
    }

    private static String sleepLong(HubCase hub) {
        Greenlet.sleep(HubCase.FAR);
        return "woke";
    }

    @Test
    void t23_woken_and_out_of_time_at_once_there_is_one_outcome_and_nothing_later()
            throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 20; i++) {
                boolean spawnFirst = i % 2 == 0;
                var early = spawnFirst ? delayed(hub) : null;
                try (var timeout = Timeout.after(hub.unit())) {
                    assertTrue(timeout.isPending());
                    var target = spawnFirst ? early : delayed(hub);
                    assertEquals("value", target.get());
                } catch (Timeout e) {
                    assertEquals(hub.unit(), e.limit());
                }
                long begin = hub.now();
                Greenlet.sleep(hub.unit());
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    private static Greenlet<String> delayed(HubCase hub) {
        return hub.hub().spawnLater(hub.unit(), () -> "value");
    }

    @Test
    void t23_out_of_time_and_ended_at_once_get_has_one_outcome() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 20; i++) {
                var target = delayed(hub);
                try {
                    assertEquals("value", target.get(hub.unit()));
                } catch (TimeoutException e) {
                    assertEquals(0, target.linkCount());
                }
                target.join();
            }
        });
    }
}
