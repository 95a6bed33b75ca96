package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.queue.Channel;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.ShutDownException;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

/// The end of queues and channels.
public abstract class QueueShutdownCases extends Cases {

    /// What a call says when its wait is ended by a shutdown, from inside of a greenlet.
    private static Greenlet<ShutDownException> refused(Blocking call) {
        return Greenlet.spawn(() -> assertThrows(ShutDownException.class, call::run));
    }

    @Test
    void q13_a_loop_over_a_queue_ends_with_the_shutdown() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>(2);
            var producer =
                    Greenlet.spawn(() -> {
                        for (int i = 0; i < 10; i++) {
                            queue.put(i);
                        }
                        queue.shutdown();
                    });
            List<Integer> log = new ArrayList<>();
            for (int item : queue) {
                log.add(item);
            }
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), log);
            producer.join();
        });
    }

    @Test
    void q13_several_loops_share_the_items_and_all_end() throws Exception {
        inHub(hub -> {
            var queue = new Queue<Integer>();
            List<Integer> log = new ArrayList<>();
            List<Greenlet<?>> readers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                readers.add(Greenlet.spawn(() -> queue.forEach(log::add)));
            }
            Greenlet.yield();
            for (int i = 0; i < 9; i++) {
                queue.put(i);
            }
            Greenlet.yield();
            queue.shutdown();
            readers.forEach(Greenlet::join);
            log.sort(null);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8), log);
        });
    }

    @Test
    void q13_an_iterator_knows_when_there_is_no_more() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(0, List.of("a", "b"));
            queue.shutdown();
            var items = queue.iterator();
            assertTrue(items.hasNext());
            assertTrue(items.hasNext());
            assertEquals("a", items.next());
            assertEquals("b", items.next());
            assertFalse(items.hasNext());
            assertThrows(NoSuchElementException.class, items::next);
        });
    }

    @Test
    void q18_after_a_shutdown_puts_fail_and_gets_drain_first() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(0, List.of("a", "b"));
            assertFalse(queue.isShutDown());
            queue.shutdown();
            queue.shutdown();
            assertTrue(queue.isShutDown() && queue.isReady());
            assertThrows(ShutDownException.class, () -> queue.put("c"));
            assertThrows(ShutDownException.class, () -> queue.put("c", hub.unit()));
            assertThrows(ShutDownException.class, () -> queue.putNow("c"));
            assertThrows(ShutDownException.class, () -> queue.offer("c"));
            assertEquals("a", queue.peek());
            assertEquals("a", queue.get());
            assertEquals("b", queue.poll());
            assertFails(hub, queue);
        });
    }

    private static void assertFails(HubCase hub, Queue<?> queue) {
        var e = assertThrows(ShutDownException.class, queue::get);
        QueueCases.assertSays("Queue[0 items, 0 getters, 0 putters] was shut down", e);
        assertThrows(ShutDownException.class, () -> queue.get(hub.unit()));
        assertThrows(ShutDownException.class, queue::getNow);
        assertThrows(ShutDownException.class, queue::poll);
        assertThrows(ShutDownException.class, queue::peek);
        assertThrows(ShutDownException.class, () -> queue.peek(hub.unit()));
        assertThrows(ShutDownException.class, queue::peekNow);
    }

    @Test
    void q18_a_shutdown_wakes_those_who_wait() throws Exception {
        inHub(hub -> {
            var empty = new Queue<String>();
            var full = new Queue<>(1, List.of("item"));
            List<Greenlet<ShutDownException>> waiting =
                    List.of(
                            refused(empty::get),
                            refused(() -> empty.get(HubCase.FAR)),
                            refused(empty::peek),
                            refused(() -> full.put("more")),
                            refused(() -> full.put("more", HubCase.FAR)));
            List<String> log = new ArrayList<>();
            empty.whenReady(() -> log.add("ready"));
            Greenlet.yield();
            empty.shutdown();
            full.shutdown();
            assertEquals(List.of("ready"), log);
            for (var one : waiting) {
                one.get();
            }
            assertEquals(0, full.waitingPutters() + empty.waitingGetters());
            assertEquals("item", full.get());
            assertTrue(full.isEmpty(), "an item of one who was refused went in");
        });
    }

    @Test
    void q18_join_still_waits_for_what_is_unfinished() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(0, List.of("item"));
            var joins = Greenlet.spawn(() -> queue.join(HubCase.FAR));
            queue.shutdown();
            Greenlet.yield();
            assertFalse(joins.hasEnded());
            queue.get();
            queue.taskDone();
            assertTrue(joins.get());
        });
    }

    @Test
    void q19_a_shutdown_now_drops_the_items_and_ends_joins() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(3, List.of("a", "b", "c"));
            var joins = Greenlet.spawn(() -> queue.join(HubCase.FAR));
            var putter = refused(() -> queue.put("d"));
            Greenlet.yield();
            queue.shutdownNow();
            assertEquals(0, queue.size());
            assertEquals(0, queue.unfinished());
            assertTrue(joins.get());
            putter.get();
            assertThrows(ShutDownException.class, queue::getNow);
            assertThrows(ShutDownException.class, queue::get);
            assertThrows(ShutDownException.class, () -> queue.put("e"));
        });
    }

    @Test
    void q19_what_was_taken_stays_unfinished() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(0, List.of("taken", "dropped"));
            queue.get();
            queue.shutdownNow();
            assertEquals(1, queue.unfinished());
            var joins = Greenlet.spawn(() -> queue.join(HubCase.FAR));
            Greenlet.yield();
            assertFalse(joins.hasEnded());
            queue.taskDone();
            assertTrue(joins.get());
        });
    }

    @Test
    void q19_a_shutdown_can_become_one_that_drops() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(0, List.of("a"));
            queue.shutdown();
            queue.shutdownNow();
            assertThrows(ShutDownException.class, queue::getNow);
            assertFalse(queue.copy().isShutDown());
        });
    }

    @Test
    void q18_a_channel_that_is_shut_down_wakes_and_refuses() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            var putter = refused(() -> channel.put("item"));
            Greenlet.yield();
            channel.shutdown();
            putter.get();
            assertThrows(ShutDownException.class, channel::get);
            assertThrows(ShutDownException.class, channel::poll);
            assertThrows(ShutDownException.class, () -> channel.put("item"));
            assertThrows(ShutDownException.class, () -> channel.offer("item"));
            var other = new Channel<String>();
            var getter = refused(other::get);
            Greenlet.yield();
            other.shutdownNow();
            getter.get();
            assertFalse(other.iterator().hasNext());
        });
    }
}
