package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Executors that run what others give them as greenlets.
public abstract class ExecutorCases extends Cases {

    private static String endless() {
        Greenlet.sleep(HubCase.ENDLESS);
        return "woke";
    }

    @Test
    void b08_a_task_is_a_greenlet_of_the_hub_and_its_future_gives_the_result() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var future = executor.submit(() -> Greenlet.current());
                assertFalse(future.isDone(), "it ran within submit");
                var greenlet = future.get();
                assertNotSame(Greenlet.current(), greenlet);
                assertSame(hub.hub(), greenlet.hub());
                assertEquals("value", executor.submit(() -> {}, "value").get());
                assertEquals(
                        List.of(1, 2, 3),
                        executor
                                .invokeAll(List.<Callable<Integer>>of(() -> 1, () -> 2, () -> 3))
                                .stream()
                                .map(Future::resultNow)
                                .toList());
            }
        });
    }

    @Test
    void b08_get_parks_only_the_greenlet_that_waits() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                long begin = hub.now();
                var slow =
                        executor.submit(() -> {
                            Greenlet.sleep(hub.unit());
                            return "slow";
                        });
                var waits = Greenlet.spawn(() -> slow.get());
                Greenlet.yield();
                assertFalse(waits.hasEnded());
                assertEquals("slow", waits.get());
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    @Test
    void b08_a_plain_thread_submits_and_really_waits() throws Exception {
        besideHub(hub -> {
            try (var executor = hub.hub().executor()) {
                assertSame(hub.hub(), executor.submit(Hub::current).get());
                var all = new ArrayList<Future<Integer>>();
                for (int i = 0; i < 500; i++) {
                    int number = i;
                    all.add(executor.submit(() -> number));
                }
                for (int i = 0; i < 500; i++) {
                    assertEquals(i, all.get(i).get());
                }
                var completed =
                        CompletableFuture.supplyAsync(Hub::current, executor)
                                .thenApplyAsync(on -> on == Hub.current(), executor);
                assertTrue(completed.get());
            }
        });
    }

    @Test
    void b08_what_a_task_throws_is_the_futures_and_what_a_command_throws_is_reported()
            throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var failure = new IOException("expected");
                var future = executor.submit(() -> Failing.with(failure).call());
                assertSame(failure, assertThrows(ExecutionException.class, future::get).getCause());
                hub.assertNoReport();
                var uncaught = new IllegalStateException("expected");
                executor.execute(Failing.callback(uncaught));
                assertSame(uncaught, hub.takeReport());
                hub.assertNoReport();
            }
        });
    }

    @Test
    void b08_cancelling_a_future_kills_its_greenlet() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var runs = new AtomicReference<Greenlet<?>>();
                var cleaned = new AtomicBoolean();
                var future =
                        executor.submit(() -> {
                            runs.set(Greenlet.current());
                            try {
                                return endless();
                            } finally {
                                cleaned.set(true);
                            }
                        });
                Greenlet.yield();
                assertTrue(future.cancel(true));
                assertFalse(future.cancel(true));
                assertTrue(future.isCancelled());
                assertThrows(CancellationException.class, future::get);
                Greenlet.idle();
                Killed.assertKilled(runs.get());
                assertTrue(cleaned.get());
            }
        });
    }

    @Test
    void b08_cancelled_before_its_first_step_it_never_runs() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var ran = new AtomicInteger();
                assertTrue(executor.submit(ran::incrementAndGet).cancel(true));
                assertTrue(executor.submit(ran::incrementAndGet).cancel(false));
                Greenlet.idle();
                assertEquals(0, ran.get());
            }
        });
    }

    @Test
    void b08_cancelled_without_interrupting_it_runs_to_its_end() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var ended = new AtomicBoolean();
                var future =
                        executor.submit(() -> {
                            Greenlet.sleep(hub.unit());
                            ended.set(true);
                        });
                Greenlet.yield();
                assertTrue(future.cancel(false));
                assertThrows(CancellationException.class, future::get);
                executor.shutdown();
                Greenlet.sleep(hub.units(3));
                assertTrue(ended.get());
            }
        });
    }

    @Test
    void b08_a_task_that_cancels_its_own_future_is_killed_at_its_next_wait() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var self = new AtomicReference<Future<?>>();
                var went = new AtomicInteger();
                self.set(
                        executor.submit(() -> {
                            Greenlet.yield();
                            assertTrue(self.get().cancel(true));
                            went.set(1);
                            Greenlet.yield();
                            went.set(2);
                        }));
                assertThrows(CancellationException.class, () -> self.get().get());
                Greenlet.idle();
                assertEquals(1, went.get());
            }
        });
    }

    @Test
    void b08_killing_the_greenlet_cancels_its_future() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var seen = new ArrayList<Greenlet<?>>();
                Consumer<Greenlet<?>> listener = seen::add;
                hub.hub().addSpawnListener(listener);
                var begun = executor.submit(ExecutorCases::endless);
                Greenlet.yield();
                var early = executor.submit(ExecutorCases::endless);
                hub.hub().removeSpawnListener(listener);
                assertEquals(2, seen.size());
                seen.get(1).kill();
                seen.get(0).kill();
                seen.forEach(Killed::assertKilled);
                assertThrows(CancellationException.class, begun::get);
                assertThrows(CancellationException.class, early::get);
            }
        });
    }

    @Test
    void b08_the_slower_ones_are_killed_when_one_is_enough() throws Exception {
        inHub(hub -> {
            try (var executor = hub.hub().executor()) {
                var killed = new AtomicInteger();
                Callable<String> slow =
                        () -> {
                            try {
                                return endless();
                            } finally {
                                killed.incrementAndGet();
                            }
                        };
                Callable<String> fast =
                        () -> {
                            Greenlet.yield();
                            return "fast";
                        };
                assertEquals("fast", executor.invokeAny(List.of(slow, fast, slow)));
                Greenlet.idle();
                assertEquals(2, killed.get());
            }
        });
    }

    @Test
    void b08_after_shutdown_it_refuses_and_lets_its_tasks_end() throws Exception {
        inHub(hub -> {
            var executor = hub.hub().executor();
            var other = hub.hub().executor();
            var future =
                    executor.submit(() -> {
                        Greenlet.sleep(hub.unit());
                        return "ended";
                    });
            executor.shutdown();
            var e =
                    assertThrows(
                            RejectedExecutionException.class, () -> executor.execute(() -> {}));
            assertTrue(e.getMessage().contains("shut down"), e.getMessage());
            assertTrue(executor.isShutdown());
            assertFalse(executor.isTerminated());
            assertFalse(executor.awaitTermination(0, TimeUnit.SECONDS));
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            assertTrue(executor.isTerminated());
            assertEquals("ended", future.resultNow());
            assertEquals("alive", other.submit(() -> "alive").get());
            assertFalse(other.isShutdown());
            other.close();
            assertTrue(other.isTerminated());
        });
    }

    @Test
    void b08_shutdown_now_kills_what_runs_and_gives_back_what_never_ran() throws Exception {
        inHub(hub -> {
            var executor = hub.hub().executor();
            var begun = executor.submit(ExecutorCases::endless);
            executor.execute(ExecutorCases::endless);
            Greenlet.yield();
            var ran = new AtomicBoolean();
            Runnable never = () -> ran.set(true);
            executor.execute(never);
            var future = executor.submit(never);
            assertEquals(List.of(never, future), executor.shutdownNow());
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            assertTrue(begun.isCancelled());
            assertFalse(future.isDone(), "what is given back is the caller's");
            assertFalse(ran.get());
        });
    }

    @Test
    void b08_shutdown_now_reaches_the_rest_whichever_have_ended() throws Exception {
        inHub(hub -> {
            for (var order : orders(new ArrayList<>(), 4)) {
                for (int count = 0; count <= order.size(); count++) {
                    endSomeAndStopTheRest(hub.hub().executor(), order, count);
                }
            }
        });
    }

    /// Begins as many tasks as the order has numbers, lets the first of the order end, and stops the others.
    private static void endSomeAndStopTheRest(
            ExecutorService executor, List<Integer> order, int count) throws Exception {
        var events = order.stream().map(number -> new Event()).toList();
        var futures = events.stream().map(event -> executor.submit(() -> event.await())).toList();
        Greenlet.idle();
        for (int number : order.subList(0, count)) {
            events.get(number).set();
            futures.get(number).get();
            Greenlet.idle();
        }
        var late = executor.submit(ExecutorCases::endless);
        Greenlet.idle();
        assertEquals(List.of(), executor.shutdownNow());
        assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
        assertTrue(late.isCancelled());
        for (int number : order.subList(count, order.size())) {
            assertTrue(futures.get(number).isCancelled(), () -> number + " of " + order);
        }
    }

    /// All orders of the numbers below a size that begin so.
    private static List<List<Integer>> orders(List<Integer> begin, int size) {
        if (begin.size() == size) {
            return List.of(begin);
        }
        var orders = new ArrayList<List<Integer>>();
        for (int next = 0; next < size; next++) {
            if (!begin.contains(next)) {
                var longer = new ArrayList<>(begin);
                longer.add(next);
                orders.addAll(orders(longer, size));
            }
        }
        return orders;
    }

    @Test
    void b08_when_the_hub_closes_futures_end_and_new_tasks_are_refused() throws Exception {
        besideHub(hub -> {
            var executor = hub.hub().executor();
            var begun = executor.submit(ExecutorCases::endless);
            var later = executor.schedule(ExecutorCases::endless, 10, TimeUnit.DAYS);
            hub.eventually("it has not begun", () -> hub.hub().dump().count() == 2);
            hub.hub().close();
            assertThrows(CancellationException.class, begun::get);
            assertThrows(CancellationException.class, later::get);
            assertTrue(executor.isShutdown());
            assertTrue(executor.awaitTermination(1, TimeUnit.DAYS));
            var e =
                    assertThrows(
                            RejectedExecutionException.class, () -> executor.execute(() -> {}));
            assertTrue(e.getMessage().contains("closed"), e.getMessage());
        });
    }

    @Test
    void b08_on_the_loops_own_thread_submitting_works_and_waiting_is_refused() throws Exception {
        besideHub(hub -> {
            var executor = hub.hub().executor();
            var future = new AtomicReference<Future<String>>();
            hub.onLoop(() -> {
                future.set(executor.submit(() -> "value"));
                assertThrows(BlockingInLoopException.class, () -> future.get().get());
                assertThrows(
                        BlockingInLoopException.class, () -> future.get().get(1, TimeUnit.SECONDS));
                assertThrows(
                        BlockingInLoopException.class,
                        () -> executor.awaitTermination(1, TimeUnit.SECONDS));
            });
            assertEquals("value", future.get().get());
        });
    }
}
