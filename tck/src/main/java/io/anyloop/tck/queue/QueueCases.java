package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.queue.Queue;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Queues: what goes in comes out, in order.
public abstract class QueueCases extends Cases {

    @Test
    void q01_first_in_first_out() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>();
            List<Integer> log = new ArrayList<>();
            for (int round = 0; round < 3; round++) {
                for (int i = 0; i < 1000; i++) {
                    queue.put(i);
                    if (i % 3 == 2) {
                        log.add(queue.get());
                    }
                }
                while (!queue.isEmpty()) {
                    log.add(queue.getNow());
                }
                assertEquals(IntStream.range(0, 1000).boxed().toList(), log);
                log.clear();
            }
        });
    }

    @Test
    void q01_neither_put_nor_get_gives_way_where_it_need_not_wait() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var queue = new Queue<String>(1);
            for (int i = 0; i < 5; i++) {
                queue.put("item");
                assertEquals("item", queue.peek());
                assertEquals("item", queue.get());
            }
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void q02_puts_that_do_not_fit_park_and_go_in_in_order() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>(2);
            List<Integer> log = new ArrayList<>();
            List<Greenlet<?>> putters = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                int number = i;
                putters.add(
                        Greenlet.spawn(() -> {
                            queue.put(number);
                            log.add(number);
                        }));
            }
            Greenlet.yield();
            assertEquals(List.of(0, 1), log);
            assertEquals(4, queue.waitingPutters());
            assertEquals(0, queue.get());
            assertEquals(2, queue.size(), "the first one that was parked has not gone in");
            Greenlet.yield();
            assertEquals(List.of(0, 1, 2), log);
            for (int i = 1; i < 6; i++) {
                assertEquals(i, queue.getNow(), "without giving way");
            }
            assertTrue(queue.isEmpty());
            putters.forEach(Greenlet::join);
            assertEquals(List.of(0, 1, 2, 3, 4, 5), log);
        });
    }

    @Test
    void q03_getters_receive_in_the_order_in_which_they_parked() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>();
            var getters = getters(queue, 10);
            Greenlet.yield();
            assertEquals(10, queue.waitingGetters());
            for (int i = 0; i < 10; i++) {
                queue.put(i);
            }
            assertTrue(queue.isEmpty(), "an item was not handed over");
            for (int i = 0; i < 10; i++) {
                assertEquals(i, getters.get(i).get());
            }
        });
    }

    static <T> List<Greenlet<T>> getters(Queue<T> queue, int count) {
        List<Greenlet<T>> getters = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            getters.add(Greenlet.spawn(() -> queue.get()));
        }
        return getters;
    }

    @Test
    void q03_nobody_gets_in_between_a_put_and_the_getter_that_is_parked() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var getter = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            queue.put("item");
            assertNull(queue.poll());
            assertEquals("item", getter.get());
        });
    }

    @Test
    void q04_the_forms_that_do_not_wait_say_empty_and_full_at_once() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var queue = new Queue<String>(1);
            assertNull(queue.poll());
            assertSays("no item now", assertThrows(EmptyException.class, queue::getNow));
            assertSays("no item now", assertThrows(EmptyException.class, queue::peekNow));
            assertTrue(queue.offer("first"));
            assertFalse(queue.offer("second"));
            var full = assertThrows(FullException.class, () -> queue.putNow("second"));
            assertSays("Queue[1 of 1 items, 0 getters, 0 putters] has no room now", full);
            assertEquals("first", queue.peekNow());
            assertEquals("first", queue.getNow());
            assertEquals(List.of(), log);
            other.join();
        });
    }

    static void assertSays(String what, Throwable failure) {
        assertTrue(failure.getMessage().contains(what), failure.getMessage());
    }

    @Test
    void q05_says_empty_and_full_when_the_time_is_up() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>(1);
            long begin = hub.now();
            assertThrows(EmptyException.class, () -> queue.get(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            begin = hub.now();
            assertThrows(EmptyException.class, () -> queue.peek(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            queue.put("item");
            begin = hub.now();
            var full = assertThrows(FullException.class, () -> queue.put("more", hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertSays(hub.unit().toString(), full);
            assertEquals(0, queue.waitingPutters());
            assertEquals("item", queue.get(hub.unit()));
            assertTrue(queue.isEmpty(), "what was given up has gone in");
        });
    }

    @Test
    void q05_an_item_that_comes_in_time_ends_the_wait() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>(1);
            long begin = hub.now();
            hub.hub().spawnLater(hub.unit(), () -> queue.put("item"));
            assertEquals("item", queue.get(HubCase.FAR));
            hub.assertTook(hub.unit(), begin);
            queue.put("first");
            hub.hub().spawnLater(hub.unit(), () -> queue.get());
            queue.put("second", HubCase.FAR);
            hub.assertTook(hub.units(2), begin);
            assertEquals("second", queue.get());
        });
    }

    @Test
    void q05_no_time_at_all_still_gives_the_others_a_turn() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>(1);
            Greenlet.spawn(() -> queue.put("item"));
            assertEquals("item", queue.get(Duration.ZERO));
            queue.put("first");
            Greenlet.spawn(() -> queue.get());
            queue.put("second", Duration.ZERO);
            assertEquals("second", queue.get());
        });
    }

    @Test
    void q06_no_bound_zero_and_less_are_no_limit() throws Exception {
        inHub(hub -> {
            for (var queue :
                    List.of(new Queue<Integer>(), new Queue<Integer>(0), new Queue<Integer>(-3))) {
                for (int i = 0; i < 100; i++) {
                    queue.putNow(i);
                }
                assertFalse(queue.isFull());
                assertEquals(Integer.MAX_VALUE, queue.bound());
                assertEquals(100, queue.size());
            }
        });
    }

    @Test
    void q07_a_negative_time_is_refused() throws Exception {
        inHub(hub -> {
            var less = Duration.ofNanos(-1);
            var queue = new Queue<String>(1);
            assertThrows(IllegalArgumentException.class, () -> queue.get(less));
            assertThrows(IllegalArgumentException.class, () -> queue.peek(less));
            queue.put("item");
            assertThrows(IllegalArgumentException.class, () -> queue.put("more", less));
            assertEquals(1, queue.size());
        });
    }

    @Test
    void q08_a_look_leaves_the_item() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(0, List.of("item"));
            assertEquals("item", queue.peek());
            assertEquals("item", queue.peek(hub.unit()));
            assertEquals("item", queue.peekNow());
            assertEquals(1, queue.size());
            assertEquals("item", queue.get());
        });
    }

    @Test
    void q08_one_item_ends_the_wait_of_all_who_look() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var first = Greenlet.spawn(() -> queue.peek());
            var getter = Greenlet.spawn(() -> queue.get());
            var second = Greenlet.spawn(() -> queue.peek(HubCase.FAR));
            var killed = Greenlet.spawn(() -> queue.peek());
            Greenlet.yield();
            killed.kill();
            queue.put("item");
            assertEquals("item", first.get());
            assertEquals("item", second.get());
            assertEquals("item", getter.get());
            assertTrue(queue.isEmpty());
            var third = Greenlet.spawn(() -> queue.peek());
            Greenlet.yield();
            queue.put("kept");
            assertEquals("kept", third.get());
            assertEquals("kept", queue.get());
        });
    }

    @Test
    void q10_a_putter_that_ends_after_its_put_loses_nothing() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var getter = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            var putter =
                    Greenlet.spawn(() -> {
                        queue.put("first");
                        queue.put("second");
                    });
            putter.join();
            assertEquals("first", getter.get());
            assertEquals("second", queue.get());
        });
    }

    @Test
    void q11_a_loops_callback_can_put_and_get_and_release_partners() throws Exception {
        besideHub(hub -> {
            var queue = new Queue<String>(1);
            var getter = hub.hub().spawn(() -> queue.get());
            hub.eventually("no getter", () -> queue.waitingGetters() == 1);
            hub.onLoop(() -> queue.putNow("from the loop"));
            assertEquals("from the loop", getter.get());
            hub.onLoop(() -> assertTrue(queue.offer("first")));
            var putter = hub.hub().spawn(() -> queue.put("second"));
            hub.eventually("no putter", () -> queue.waitingPutters() == 1);
            var got = new ArrayList<String>();
            hub.onLoop(() -> got.addAll(List.of(queue.getNow(), queue.poll())));
            putter.join();
            assertEquals(List.of("first", "second"), got);
        });
    }

    /// gevent says Empty or Full here.
    @Test
    void q12_a_loops_callback_may_use_what_can_wait_unless_it_would_wait() throws Exception {
        besideHub(hub -> {
            var queue = new Queue<String>(1);
            var failure = new AtomicReference<Throwable>();
            hub.onLoop(() -> failure.set(assertsOnLoop(queue)));
            assertNull(failure.get());
            assertEquals(0, queue.waitingGetters());
            assertEquals(0, queue.waitingPutters());
            assertEquals("item", queue.get());
        });
    }

    private static Throwable assertsOnLoop(Queue<String> queue) {
        try {
            assertThrows(BlockingInLoopException.class, queue::get);
            assertThrows(BlockingInLoopException.class, queue::peek);
            assertThrows(BlockingInLoopException.class, () -> queue.get(HubCase.FAR));
            queue.put("first");
            assertThrows(BlockingInLoopException.class, () -> queue.put("more"));
            assertThrows(BlockingInLoopException.class, () -> queue.put("more", HubCase.FAR));
            assertEquals("first", queue.get());
            queue.put("item", HubCase.FAR);
            assertEquals("item", queue.peek());
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    @Test
    void q14_size_empty_full_bound_and_copy() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(3, List.of("a", "b"));
            assertEquals(3, queue.bound());
            assertEquals(2, queue.size());
            assertFalse(queue.isEmpty() || queue.isFull());
            queue.put("c");
            assertTrue(queue.isFull());
            var waits = Greenlet.spawn(() -> queue.put("d"));
            Greenlet.yield();
            assertEquals("Queue[3 of 3 items, 0 getters, 1 putters]", queue.toString());
            var copy = queue.copy();
            assertEquals("Queue[3 of 3 items, 0 getters, 0 putters]", copy.toString());
            assertEquals(List.of("a", "b", "c"), List.of(copy.get(), copy.get(), copy.get()));
            assertTrue(copy.isEmpty());
            assertEquals(3, queue.size());
            copy.put("only in the copy");
            waits.kill();
            assertEquals(List.of("a", "b", "c"), List.of(queue.get(), queue.get(), queue.get()));
            assertNull(queue.poll());
        });
    }

    @Test
    void q14_too_many_start_items_and_null_are_refused() throws Exception {
        inHub(hub -> {
            var many =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> new Queue<>(1, List.of("a", "b")));
            assertSays("2 items are too many", many);
            var queue = new Queue<String>();
            assertSays(
                    "poll() says by null",
                    assertThrows(NullPointerException.class, () -> queue.put(null)));
            assertThrows(NullPointerException.class, () -> queue.put(null, hub.unit()));
            assertThrows(NullPointerException.class, () -> queue.putNow(null));
            assertThrows(NullPointerException.class, () -> queue.offer(null));
            assertTrue(queue.isEmpty());
        });
    }

    @Test
    void q20_four_getters_and_four_items_make_one_for_each() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>();
            var getters = getters(queue, 4);
            Greenlet.yield();
            Greenlet.spawn(() -> IntStream.range(0, 4).forEach(queue::put)).join();
            var got = new ArrayList<Integer>();
            for (var getter : getters) {
                got.add(getter.get());
            }
            assertEquals(List.of(0, 1, 2, 3), got);
            assertNull(queue.poll());
        });
    }

    @Test
    void q14_readiness_can_be_waited_for() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            List<String> log = new ArrayList<>();
            assertFalse(queue.isReady());
            queue.whenReady(() -> log.add("first"));
            queue.whenReady(() -> log.add("closed")).close();
            var getter = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            queue.put("handed over");
            assertEquals(List.of(), log, "told of an item that was handed over");
            assertEquals("handed over", getter.get());
            queue.put("item");
            queue.put("item");
            assertEquals(List.of("first"), log);
            assertTrue(queue.isReady());
            queue.whenReady(() -> log.add("at once"));
            assertEquals(List.of("first", "at once"), log);
        });
    }

    @Test
    void q14_a_greenlet_that_waits_is_listed_with_its_queue() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var getter = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            String dump = hub.hub().dump().toString();
            assertTrue(dump.contains("get of Queue[0 items, 1 getters, 0 putters]"), dump);
            getter.kill();
        });
    }
}
