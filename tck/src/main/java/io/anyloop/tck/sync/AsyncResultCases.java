package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.sync.AsyncResult;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Results that come later: by hand, from greenlets, from futures of others.
public abstract class AsyncResultCases extends Cases {

    @Test
    void a01_get_waits_for_the_value_and_null_is_one() throws Exception {
        inHub(hub -> {
            for (String value : new String[] {"value", null}) {
                var result = new AsyncResult<String>();
                var gets = Greenlet.spawn(() -> result.get());
                Greenlet.yield();
                assertFalse(gets.hasEnded());
                result.set(value);
                assertEquals(value, gets.get());
                assertEquals(value, result.get());
                assertEquals(value, result.getNow());
                assertEquals(value, result.get(Duration.ZERO));
            }
        });
    }

    @Test
    void a02_a_failure_is_thrown_at_everybody_the_same_instance() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var result = new AsyncResult<String>();
            List<Greenlet<Throwable>> getters = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                getters.add(Greenlet.spawn(() -> failureOf(result)));
            }
            Greenlet.yield();
            result.fail(failure);
            for (var getter : getters) {
                assertSame(failure, getter.get());
            }
            assertSame(failure, failureOf(result));
            assertSame(failure, assertThrows(IOException.class, result::getNow));
            assertSame(failure, assertThrows(IOException.class, () -> result.get(hub.unit())));
            assertThrows(NullPointerException.class, () -> new AsyncResult<>().fail(null));
        });
    }

    /// A checked type can be named, and caught.
    static Throwable failureOf(AsyncResult<?> result) {
        try {
            return new AssertionError("no exception but " + result.<IOException>get());
        } catch (IOException e) {
            return e;
        }
    }

    @Test
    void a03_get_now_of_one_that_is_not_decided_throws_at_once() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var result = new AsyncResult<String>();
            var e = assertThrows(TimeoutException.class, result::getNow);
            assertTrue(e.getMessage().contains("not decided"), e.getMessage());
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void a04_get_throws_and_await_says_so_when_the_time_is_up() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            long begin = hub.now();
            assertThrows(TimeoutException.class, () -> result.get(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertFalse(result.await(hub.unit()));
            hub.assertTook(hub.units(2), begin);
            assertEquals(0, result.waiting());
            result.set("value");
            assertTrue(result.await(hub.unit()));
            assertEquals("value", result.get(hub.unit()));
        });
    }

    @Test
    void a05_await_does_not_throw_the_failure() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            Greenlet.spawn(() -> result.fail(new IOException("expected")));
            result.await();
            assertTrue(result.await(HubCase.FAR));
            assertNull(result.value());
        });
    }

    @Test
    void a06_those_who_wait_go_on_in_order_once_the_setter_gives_way() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var result = new AsyncResult<String>();
            List<Greenlet<?>> getters = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                int number = i;
                getters.add(
                        Greenlet.spawn(() -> {
                            result.get();
                            log.add(number);
                        }));
            }
            Greenlet.yield();
            result.set("value");
            assertEquals(List.of(), log);
            getters.forEach(Greenlet::join);
            assertEquals(IntStream.range(0, 100).boxed().toList(), log);
        });
    }

    @Test
    void a07_as_a_link_it_takes_over_how_a_greenlet_ends() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var value = new AsyncResult<String>();
            var failed = new AsyncResult<Object>();
            Greenlet.spawn(() -> "value").link(value);
            Greenlet.spawn(Failing.with(failure)).link(failed);
            assertEquals("value", value.get());
            assertSame(failure, failureOf(failed));
            assertSame(failure, hub.takeReport());
        });
    }

    @Test
    void a07_links_for_one_kind_of_end_pass_on_that_kind_only() throws Exception {
        inHub(hub -> {
            var failure = new IOException("expected");
            var returns = Greenlet.spawn(() -> "value");
            var fails = Greenlet.spawn(Failing.with(failure));
            var results = IntStream.range(0, 4).mapToObj(i -> new AsyncResult<>()).toList();
            returns.linkValue(results.get(0));
            fails.linkException(results.get(1));
            returns.linkException(results.get(2));
            fails.linkValue(results.get(3));
            assertEquals("value", results.get(0).get());
            assertSame(failure, failureOf(results.get(1)));
            assertSame(failure, hub.takeReport());
            hub.settle();
            assertFalse(results.get(2).isReady());
            assertFalse(results.get(3).isReady());
        });
    }

    @Test
    void a07_a_greenlet_that_was_killed_passes_on_its_end_as_success() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
            var result = new AsyncResult<Void>();
            target.linkValue(result);
            Greenlet.yield();
            var exit = new GreenletExit();
            target.kill(exit);
            result.await();
            assertTrue(result.isSuccessful());
            assertEquals(new Outcome.Killed<Void>(exit), result.outcome());
            assertNull(result.value());
            assertNull(result.exception());
            var e = assertThrows(CancellationException.class, result::get);
            assertSame(exit, e.getCause());
        });
    }

    @Test
    void l03_a_result_is_linked_late_and_repeatedly() throws Exception {
        inHub(hub -> {
            var ended = Greenlet.spawn(() -> "value");
            ended.join();
            for (int i = 0; i < 3; i++) {
                var late = new AsyncResult<String>();
                ended.link(late);
                assertEquals("value", late.get());
            }
            var result = new AsyncResult<Object>();
            ended.link(result);
            ended.link(result);
            Greenlet.spawn(() -> "another").link(result);
            assertEquals("value", result.get());
            hub.settle();
            assertEquals("value", result.get());
            ended.linkOnLoop(new AsyncResult<>());
            var running = Greenlet.spawn(() -> Greenlet.sleep(hub.unit()));
            var e =
                    assertThrows(
                            IllegalStateException.class,
                            () -> new AsyncResult<Void>().accept(running));
            assertTrue(e.getMessage().contains("greenlet.link(result)"), e.getMessage());
            running.join();
        });
    }

    @Test
    void a08_its_state_before_and_after() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            assertState(result, false, false, null, null);
            assertNull(result.outcome());
            assertTrue(result.toString().contains("not decided"), result.toString());
            result.set("value");
            assertState(result, true, true, "value", null);
            var failed = new AsyncResult<String>();
            var failure = new IOException("expected");
            failed.fail(failure);
            assertState(failed, true, false, null, failure);
            assertTrue(failed.toString().contains("expected"), failed.toString());
        });
    }

    private static void assertState(
            AsyncResult<String> result,
            boolean isReady,
            boolean isSuccessful,
            String value,
            Throwable exception) {
        assertEquals(isReady, result.isReady());
        assertEquals(isSuccessful, result.isSuccessful());
        assertEquals(value, result.value());
        assertSame(exception, result.exception());
    }

    @Test
    void a09_a_timeout_with_an_exception_of_ones_own_ends_get() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            var mine = new IOException("expected");
            try (var timeout = Timeout.of(hub.unit()).throwing(() -> mine).start()) {
                assertSame(mine, failureOf(result));
                assertFalse(timeout.isPending());
            }
            assertFalse(result.isReady());
        });
    }

    @Test
    void a10_one_that_another_thread_decides_wakes_greenlets_and_threads() throws Exception {
        besideHub(hub -> {
            for (var limit : new Duration[] {HubCase.FAR, HubCase.ENDLESS}) {
                var result = new AsyncResult<String>();
                var child = hub.hub().spawn(() -> result.get());
                var timed = hub.hub().spawn(() -> result.get(HubCase.ENDLESS));
                var plain = new FutureTask<String>(() -> result.get(limit));
                Thread.ofPlatform().daemon().start(plain);
                var inMain = new FutureTask<String>(() -> hub.hub().call(() -> result.get()));
                Thread.ofPlatform().daemon().start(inMain);
                hub.eventually("not all wait", () -> result.waiting() == 4);
                Thread.ofPlatform().daemon().start(() -> result.set("value"));
                assertEquals("value", child.get());
                assertEquals("value", timed.get());
                assertEquals("value", plain.get());
                assertEquals("value", inMain.get());
            }
        });
    }

    @Test
    void a11_a_callback_that_is_taken_out_while_others_are_called_is_not_called() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var result = new AsyncResult<String>();
            var second = new io.anyloop.waiting.Waitable.Registration[1];
            result.whenReady(() -> {
                log.add("first");
                second[0].close();
            });
            second[0] = result.whenReady(() -> log.add("second"));
            result.whenReady(() -> log.add("third"));
            result.set("value");
            assertEquals(List.of("first", "third"), log);
        });
    }

    @Test
    void a12_the_first_decision_counts_and_later_ones_say_that_they_do_not() throws Exception {
        inHub(hub -> {
            var result = new AsyncResult<String>();
            assertTrue(result.set("first"));
            assertFalse(result.set("second"));
            assertFalse(result.fail(new IOException("unused")));
            assertEquals("first", result.get());
            var failed = new AsyncResult<String>();
            var failure = new IOException("expected");
            assertTrue(failed.fail(failure));
            assertFalse(failed.set("second"));
            assertSame(failure, failureOf(failed));
        });
    }

    @Test
    void a12_of_many_threads_that_decide_at_once_exactly_one_does() throws Exception {
        besideHub(hub -> {
            for (int i = 0; i < 500; i++) {
                var result = new AsyncResult<Integer>();
                var wins = new AtomicInteger();
                var winner = new AtomicInteger();
                List<Thread> threads = new ArrayList<>();
                for (int number = 0; number < 3; number++) {
                    int mine = number;
                    threads.add(
                            Thread.ofVirtual()
                                    .start(() -> {
                                        if (result.set(mine)) {
                                            wins.incrementAndGet();
                                            winner.set(mine);
                                        }
                                    }));
                }
                for (Thread thread : threads) {
                    thread.join();
                }
                assertEquals(1, wins.get());
                assertEquals(winner.get(), result.get());
            }
        });
    }

    // ---------------------------------------------------------------- futures of others
}
