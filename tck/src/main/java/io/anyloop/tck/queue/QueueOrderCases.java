package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.LifoQueue;
import io.anyloop.queue.PriorityQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Queues in another order, and queues that can be joined.
public abstract class QueueOrderCases extends Cases {

    private static <T> List<T> drained(Queue<T> queue) {
        List<T> items = new ArrayList<>();
        while (!queue.isEmpty()) {
            items.add(queue.getNow());
        }
        return items;
    }

    @Test
    void q15_last_in_first_out() throws Exception {
        inHub(hub -> {
            var queue = new LifoQueue<>(3, List.of(1, 2));
            queue.put(3);
            var parked = Greenlet.spawn(() -> queue.put(4));
            Greenlet.yield();
            assertEquals(3, queue.peek());
            assertEquals(List.of(3, 2, 1), drained(queue.copy()));
            assertEquals(3, queue.get());
            assertEquals(List.of(4, 2, 1), drained(queue));
            parked.join();
        });
    }

    @Test
    void q15_last_in_first_out_through_a_ring_that_grows() throws Exception {
        inHub(hub -> {
            var queue = new LifoQueue<Integer>();
            for (int i = 0; i < 5000; i++) {
                queue.put(i);
            }
            for (int i = 4999; i >= 0; i--) {
                assertEquals(i, queue.getNow());
            }
            queue.put(1);
            assertEquals(1, queue.get());
        });
    }

    @Test
    void q15_the_smallest_item_is_first() throws Exception {
        inHub(hub -> {
            var start = List.of(5, 1, 4);
            var queue = new PriorityQueue<>(4, Comparator.<Integer>naturalOrder(), start);
            assertEquals(1, queue.peek());
            queue.put(0);
            assertEquals(0, queue.peekNow());
            var parked = Greenlet.spawn(() -> queue.put(-1));
            Greenlet.yield();
            assertEquals(0, queue.get(), "one that waits outside is not in yet");
            assertEquals(-1, queue.getNow());
            assertEquals(List.of(1, 4, 5), drained(queue.copy()));
            assertEquals(List.of(1, 4, 5), drained(queue));
            parked.join();
        });
    }

    @Test
    void q15_many_items_come_out_in_order() throws Exception {
        inHub(hub -> {
            var random = new Random(15);
            var queue = new PriorityQueue<Integer>();
            var model = new java.util.PriorityQueue<Integer>();
            for (int i = 0; i < 5000; i++) {
                int item = random.nextInt(500);
                queue.put(item);
                model.add(item);
                if (random.nextInt(3) == 0) {
                    assertEquals(model.remove(), queue.getNow());
                }
            }
            while (!model.isEmpty()) {
                assertEquals(model.remove(), queue.getNow());
            }
            assertTrue(queue.isEmpty());
        });
    }

    @Test
    void q15_equal_items_come_out_as_they_went_in() throws Exception {
        inHub(hub -> {
            var queue = new PriorityQueue<>(0, Comparator.comparing((String s) -> s.charAt(0)));
            List<String> items = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                items.add("cab".charAt(i % 3) + "" + i);
                queue.put(items.getLast());
            }
            items.sort(Comparator.comparing(s -> s.charAt(0))); // Stable.
            assertEquals(items, drained(queue));
        });
    }

    @Test
    void q15_an_item_that_has_no_order_is_refused_when_it_is_put() throws Exception {
        inHub(hub -> {
            var queue = new PriorityQueue<Object>();
            assertThrows(ClassCastException.class, () -> queue.put(new Object()));
            assertThrows(ClassCastException.class, () -> queue.offer(new Object()));
            assertTrue(queue.isEmpty());
        });
    }

    @Test
    void q15_a_comparison_that_fails_loses_nothing() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var fails = new boolean[1];
            Comparator<Integer> order =
                    (a, b) -> {
                        if (fails[0]) {
                            throw failure;
                        }
                        return Integer.compare(a, b);
                    };
            var queue = new PriorityQueue<>(0, order, List.of(3, 1, 2));
            fails[0] = true;
            assertSame(failure, assertThrows(IllegalStateException.class, queue::get));
            assertSame(failure, assertThrows(IllegalStateException.class, queue::peek));
            assertSame(failure, assertThrows(IllegalStateException.class, () -> queue.put(0)));
            assertEquals(3, queue.size());
            fails[0] = false;
            assertEquals(List.of(1, 2, 3), drained(queue));
        });
    }

    @Test
    void q15_a_comparator_may_wait_and_use_the_queue() throws Exception {
        inHub(hub -> {
            var queues = new ArrayList<PriorityQueue<Integer>>();
            Comparator<Integer> order =
                    (a, b) -> {
                        Greenlet.yield();
                        assertTrue(queues.getFirst().size() >= 0);
                        return Integer.compare(a, b);
                    };
            var queue = new PriorityQueue<>(0, order);
            queues.add(queue);
            List<Greenlet<Integer>> getters = new ArrayList<>();
            var putter = Greenlet.spawn(() -> IntStream.of(4, 2, 3, 1, 5, 0).forEach(queue::put));
            for (int i = 0; i < 6; i++) {
                getters.add(Greenlet.spawn(() -> queue.get()));
            }
            putter.join();
            List<Integer> got = new ArrayList<>();
            for (var getter : getters) {
                got.add(getter.get());
            }
            Collections.sort(got);
            assertEquals(List.of(0, 1, 2, 3, 4, 5), got);
        });
    }

    @Test
    void q15_a_select_takes_the_smallest_too() throws Exception {
        inHub(hub -> {
            var queue = new PriorityQueue<>(0, Comparator.<Integer>naturalOrder(), List.of(2, 1));
            var select = Select.from(queue, new Queue<Integer>());
            assertEquals(1, select.get());
            queue.put(0);
            assertEquals(0, select.get());
            assertEquals(2, select.orElse(() -> -1));
            assertEquals(-1, select.orElse(() -> -1));
            Greenlet.spawn(() -> queue.put(7));
            assertEquals(7, select.get());
        });
    }

    @Test
    void q16_join_returns_at_once_if_nothing_is_unfinished() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var queue = new JoinableQueue<String>();
            queue.join();
            assertTrue(queue.join(Duration.ZERO));
            queue.put("item");
            queue.get();
            queue.taskDone();
            queue.join();
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void q17_several_tasks_are_done_at_once_or_none_of_them() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(0, List.of("a", "b", "c"));
            assertThrows(IllegalArgumentException.class, () -> queue.taskDone(-1));
            var refused = assertThrows(IllegalStateException.class, () -> queue.taskDone(4));
            assertTrue(refused.getMessage().contains("taskDone(4)"), refused::getMessage);
            assertEquals(3, queue.unfinished());
            queue.taskDone(0);
            var joins = Greenlet.spawn(() -> queue.join());
            Greenlet.yield();
            queue.taskDone(2);
            assertFalse(joins.join(Duration.ZERO));
            queue.taskDone(1);
            joins.join();
            assertEquals(0, queue.unfinished());
        });
    }

    @Test
    void q16_join_returns_after_the_last_task_is_done() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<Integer>(2);
            var worker =
                    Greenlet.spawn(() -> {
                        for (int item : queue) {
                            assertTrue(item >= 0);
                            Greenlet.sleep(hub.unit());
                            queue.taskDone();
                        }
                    });
            long begin = hub.now();
            for (int i = 0; i < 5; i++) {
                queue.put(i);
            }
            assertFalse(queue.join(Duration.ZERO));
            assertTrue(queue.unfinished() > 0);
            queue.join();
            hub.assertTook(hub.units(5), begin);
            assertEquals(0, queue.unfinished());
            queue.shutdown();
            worker.join();
        });
    }

    @Test
    void q16_a_timed_join_is_false_when_the_time_is_up() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<String>();
            queue.put("item");
            long begin = hub.now();
            assertFalse(queue.join(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            hub.hub().spawnLater(hub.unit(), () -> queue.taskDone());
            assertTrue(queue.join(HubCase.FAR));
            hub.assertTook(hub.units(2), begin);
        });
    }

    @Test
    void q16_all_who_join_go_on_even_if_more_is_put() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(0, List.of("first"));
            List<Greenlet<Boolean>> joiners = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                joiners.add(Greenlet.spawn(() -> queue.join(HubCase.FAR)));
            }
            Greenlet.yield();
            queue.taskDone();
            queue.put("second");
            for (var joiner : joiners) {
                assertTrue(joiner.get());
            }
        });
    }

    @Test
    void q16_an_item_counts_when_it_is_accepted() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<String>(1);
            var getter = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            queue.put("handed over");
            assertEquals(1, queue.unfinished());
            queue.put("kept");
            var parked = Greenlet.spawn(() -> queue.put("parked"));
            Greenlet.yield();
            assertEquals(2, queue.unfinished());
            queue.get();
            assertEquals(3, queue.unfinished());
            getter.join();
            parked.join();
        });
    }

    @Test
    void q17_start_items_are_unfinished_and_too_many_done_are_an_error() throws Exception {
        inHub(hub -> {
            List<JoinableQueue<Integer>> queues =
                    List.of(
                            new JoinableQueue<>(0, List.of(1, 2)),
                            new LifoQueue<>(0, List.of(1, 2)),
                            new PriorityQueue<>(0, Comparator.naturalOrder(), List.of(2, 1)),
                            new JoinableQueue<>(0, List.of(1, 2)).copy());
            for (var queue : queues) {
                assertEquals(2, queue.unfinished());
                queue.taskDone();
                queue.taskDone();
                var e = assertThrows(IllegalStateException.class, queue::taskDone);
                QueueCases.assertSays("more often than items were put", e);
                assertTrue(queue.join(Duration.ZERO));
                assertEquals(0, queue.unfinished());
            }
        });
    }
}
