package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.queue.Channel;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.LifoQueue;
import io.anyloop.queue.PriorityQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import io.anyloop.queue.ShutDownException;
import io.anyloop.tck.fixture.Cases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Queues and channels between hubs, and with plain threads.
public abstract class QueueThreadCases extends Cases {
    private static final int ROUNDS = 500;

    @Test
    void q25_a_plain_thread_puts_and_gets() throws Exception {
        besideHub(hub -> {
            var queue = new Queue<String>(1);
            var getter = hub.hub().spawn(() -> queue.get());
            hub.awaitParked(1);
            queue.put("to the greenlet");
            assertEquals("to the greenlet", getter.get());
            hub.hub().spawn(() -> queue.put("to the thread"));
            assertEquals("to the thread", queue.get());
            queue.put("first");
            var putter = hub.hub().spawn(() -> queue.put("second"));
            hub.awaitParked(1);
            assertEquals("first", queue.getNow());
            assertEquals("second", queue.getNow());
            putter.join();
        });
    }

    @Test
    void q25_a_plain_thread_waits_and_runs_out_of_time() throws Exception {
        besideHub(hub -> {
            var queue = new Queue<String>(1);
            var limit = hub.time.quiet();
            long begin = System.nanoTime();
            assertThrows(EmptyException.class, () -> queue.get(limit));
            assertThrows(EmptyException.class, () -> queue.peek(limit));
            queue.put("item");
            assertThrows(FullException.class, () -> queue.put("more", limit));
            assertThrows(FullException.class, () -> new Channel<String>().put("item", limit));
            var select = Select.from(new Queue<String>(), new Queue<String>());
            assertThrows(TimeoutException.class, () -> select.get(limit));
            assertTrue(System.nanoTime() - begin >= 5 * limit.toNanos(), "too early");
            assertEquals("Queue[1 of 1 items, 0 getters, 0 putters]", queue.toString());
        });
    }

    @Test
    void q25_works_without_any_hub_and_with_virtual_threads_of_the_jdk() throws Exception {
        besideHub(hub -> {
            var queue = new JoinableQueue<Integer>(2);
            List<Integer> log = new ArrayList<>();
            var reader =
                    Thread.ofVirtual()
                            .start(() -> {
                                for (int item : queue) {
                                    log.add(item);
                                    queue.taskDone();
                                }
                            });
            for (int i = 0; i < 100; i++) {
                queue.put(i);
            }
            queue.join();
            assertEquals(IntStream.range(0, 100).boxed().toList(), log);
            queue.shutdown();
            reader.join();
            assertThrows(ShutDownException.class, queue::get);
        });
    }

    @Test
    void q25_two_hubs_hand_items_to_and_fro() throws Exception {
        besideHub(hub -> {
            var there = new Channel<Integer>();
            var back = new Queue<Integer>();
            var echo =
                    hub.other()
                            .hub()
                            .spawn(() -> {
                                for (int item : there) {
                                    back.put(item);
                                }
                            });
            var sender =
                    hub.hub()
                            .spawn(() -> {
                                for (int i = 0; i < ROUNDS; i++) {
                                    there.put(i);
                                    assertEquals(i, back.get());
                                }
                                there.shutdown();
                            });
            sender.get();
            echo.get();
        });
    }

    @Test
    void q25_each_item_of_a_queue_arrives_once_under_kills_and_time_outs() throws Exception {
        besideHub(hub -> new QueueStress(hub, through(new Queue<>(2))).run());
    }

    @Test
    void q25_each_item_of_a_priority_queue_arrives_once() throws Exception {
        besideHub(hub -> new QueueStress(hub, through(new PriorityQueue<>(3))).run());
    }

    @Test
    void q25_each_item_of_a_stack_arrives_once() throws Exception {
        besideHub(hub -> new QueueStress(hub, through(new LifoQueue<>())).run());
    }

    private static QueueStress.Subject through(Queue<Integer> queue) {
        return new QueueStress.Subject() {
            @Override
            public void put(int item, Duration limit) {
                queue.put(item, limit);
            }

            @Override
            public int get(Duration limit) {
                return queue.get(limit);
            }

            @Override
            public void shutdown() {
                queue.shutdown();
            }
        };
    }

    @Test
    void q25_each_item_of_a_channel_arrives_once_under_kills_and_time_outs() throws Exception {
        var channel = new Channel<Integer>();
        besideHub(hub ->
                new QueueStress(
                                hub,
                                new QueueStress.Subject() {
                                    @Override
                                    public void put(int item, Duration limit) {
                                        channel.put(item, limit);
                                    }

                                    @Override
                                    public int get(Duration limit) {
                                        return channel.get(limit);
                                    }

                                    @Override
                                    public void shutdown() {
                                        channel.shutdown();
                                    }
                                })
                        .run());
    }

    @Test
    void q26_selects_of_several_hubs_meet_each_other() throws Exception {
        besideHub(hub -> new QueueStress(hub, new Selects()).run());
    }

    /// Selects on both sides, in opposite orders; so two meet that stand in two lines each.
    private static final class Selects implements QueueStress.Subject {
        private final Channel<Integer> one = new Channel<>();
        private final Channel<Integer> other = new Channel<>();
        private final Queue<Integer> queue = new Queue<>(1);

        @Override
        public void put(int item, Duration limit) throws TimeoutException {
            Select.of(
                            one.putting(item, () -> item),
                            queue.putting(item, () -> item),
                            other.putting(item, () -> item))
                    .get(limit);
        }

        @Override
        public int get(Duration limit) throws TimeoutException {
            return Select.of(other.getting(), queue.getting(), one.getting()).get(limit);
        }

        @Override
        public void shutdown() {
            one.shutdown();
            other.shutdown();
            queue.shutdown();
        }
    }

    // ---------------------------------------------------------------- as the JDK has queues

    @Test
    void q25_a_view_for_the_jdk_is_the_same_queue() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>(3, List.of("a", "b"));
            var view = queue.asBlockingQueue();
            assertEquals(1, view.remainingCapacity());
            assertTrue(view.offer("c"));
            assertFalse(view.offer("d"));
            assertThrows(IllegalStateException.class, () -> view.add("d"));
            assertFalse(view.offer("d", 1, TimeUnit.MILLISECONDS));
            assertEquals(List.of("a", "b", "c"), List.copyOf(view));
            assertTrue(view.contains("b"));
            assertThrows(UnsupportedOperationException.class, () -> view.remove("b"));
            assertEquals("a", view.peek());
            assertEquals("a", view.take());
            var drained = new ArrayList<String>();
            assertEquals(1, view.drainTo(drained, 1));
            assertEquals(1, view.drainTo(drained));
            assertEquals(List.of("b", "c"), drained);
            assertThrows(IllegalArgumentException.class, () -> view.drainTo(view));
            assertEquals(null, view.poll());
            assertEquals(null, view.poll(1, TimeUnit.MILLISECONDS));
            assertEquals(Integer.MAX_VALUE, new Queue<>().asBlockingQueue().remainingCapacity());
        });
    }

    @Test
    void q25_an_interrupt_ends_a_wait_in_that_view_and_loses_nothing() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>(1);
            var view = queue.asBlockingQueue();
            var takes = Greenlet.spawn(view::take);
            Greenlet.yield();
            takes.thread().interrupt();
            assertThrows(InterruptedException.class, takes::get);
            assertTrue(hub.takeReport() instanceof InterruptedException);
            queue.put("kept");
            var puts = Greenlet.spawn(() -> view.put("more"));
            Greenlet.yield();
            puts.thread().interrupt();
            assertThrows(InterruptedException.class, puts::get);
            assertTrue(hub.takeReport() instanceof InterruptedException);
            assertEquals("kept", view.take());
            assertTrue(view.isEmpty());
        });
    }

    @Test
    void q25_a_queue_that_is_shut_down_is_empty_in_that_view_and_says_so_to_who_would_wait()
            throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var view = queue.asBlockingQueue();
            queue.put("last");
            queue.shutdown();
            assertEquals("last", view.take());
            assertEquals(null, view.poll());
            assertEquals(null, view.peek());
            assertEquals(0, view.drainTo(new ArrayList<>()));
            assertThrows(ShutDownException.class, view::take);
            assertThrows(ShutDownException.class, () -> view.poll(1, TimeUnit.DAYS));
            assertThrows(ShutDownException.class, () -> view.put("too late"));
        });
    }

    @Test
    void q25_threads_of_the_jdks_work_on_such_a_queue() throws Exception {
        besideHub(hub -> {
            var queue = new Queue<Runnable>();
            var pool = new ThreadPoolExecutor(2, 2, 0, TimeUnit.SECONDS, queue.asBlockingQueue());
            var done = new CountDownLatch(ROUNDS);
            for (int i = 0; i < ROUNDS; i++) {
                pool.execute(done::countDown);
            }
            done.await();
            pool.shutdown(); // Interrupts those who take.
            assertTrue(pool.awaitTermination(hub.time.prompt().toMillis(), TimeUnit.MILLISECONDS));
        });
    }
}
