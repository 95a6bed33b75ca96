package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.function.Outcome;
import io.anyloop.queue.Channel;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Whoever gives up at a queue or a channel takes nothing with him, and leaves nothing behind.
public abstract class QueueLossCases extends Cases {

    @Test
    void q09_a_getter_that_gave_up_alone_does_not_eat_the_next_item() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            assertThrows(EmptyException.class, () -> queue.get(hub.unit()));
            assertEquals(0, queue.waitingGetters());
            queue.put("item");
            assertEquals("item", queue.getNow());
        });
    }

    @Test
    void q09_the_item_goes_to_the_second_getter_when_the_first_gave_up() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var first = Greenlet.spawn(() -> queue.get(hub.unit()));
            var second = Greenlet.spawn(() -> queue.get(HubCase.FAR));
            Greenlet.sleep(hub.units(2));
            assertEquals(1, queue.waitingGetters());
            queue.put("item");
            assertEquals("item", second.get());
            assertThrows(EmptyException.class, first::get);
            hub.takeReport();
        });
    }

    @Test
    void q09_the_item_stays_when_both_getters_gave_up() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            List<Greenlet<String>> both =
                    List.of(
                            Greenlet.spawn(() -> queue.get(hub.unit())),
                            Greenlet.spawn(() -> queue.get(hub.unit())));
            both.forEach(Greenlet::join);
            assertEquals(0, queue.waitingGetters());
            queue.put("item");
            assertEquals("item", queue.getNow());
            for (var getter : both) {
                assertThrows(EmptyException.class, getter::get);
                hub.takeReport();
            }
        });
    }

    /// The put comes after the time is up, and before the getter has run again.
    @Test
    void q09_an_item_that_meets_the_end_of_the_time_is_got_or_stays() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 10; i++) {
                var queue = new Queue<String>();
                var getter = Greenlet.spawn(() -> gotOrNull(hub, queue));
                hub.hub().spawnLater(hub.unit(), () -> queue.put("item"));
                Greenlet.sleep(hub.units(2));
                assertEquals("item", getter.get() != null ? getter.get() : queue.getNow());
                assertNull(queue.poll());
            }
        });
    }

    private static String gotOrNull(HubCase hub, Queue<String> queue) {
        try {
            return queue.get(hub.unit());
        } catch (EmptyException e) {
            return null;
        }
    }

    /// A kill that is on its way does not take a getter out of the line. If an item comes first, it
    /// gets it, and the kill would come out of its next wait.
    @Test
    void k15_an_item_that_meets_a_kill_is_got_or_stays() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var killed = Greenlet.spawn(() -> queue.get());
            var other = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            killed.killNoWait();
            queue.put("a");
            queue.put("b");
            queue.put("c");
            List<String> got = new ArrayList<>(List.of(other.get()));
            killed.join();
            if (killed.outcome() instanceof Outcome.Returned<String>(String item)) {
                got.add(item);
            }
            while (!queue.isEmpty()) {
                got.add(queue.getNow());
            }
            got.sort(null);
            assertEquals(List.of("a", "b", "c"), got);
            assertEquals(0, queue.waitingGetters());
        });
    }

    @Test
    void k15_a_getter_that_was_killed_is_out_of_the_line() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var killed = QueueCases.getters(queue, 3);
            Greenlet.yield();
            killed.get(1).kill();
            assertEquals(2, queue.waitingGetters());
            queue.put("first");
            queue.put("second");
            queue.put("third");
            assertEquals("first", killed.get(0).get());
            assertEquals("second", killed.get(2).get());
            assertEquals("third", queue.getNow());
        });
    }

    @Test
    void k15_an_item_handed_over_before_the_kill_is_not_lost() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var getter =
                    Greenlet.spawn(() -> {
                        String item = queue.get();
                        try {
                            Greenlet.sleep(HubCase.FAR);
                            return "not killed";
                        } finally {
                            queue.put(item + " again");
                        }
                    });
            Greenlet.yield();
            queue.put("item");
            getter.kill();
            assertEquals("item again", queue.getNow());
        });
    }

    @Test
    void k15_a_putter_that_is_killed_or_out_of_time_puts_nothing() throws Exception {
        inHub(hub -> {
            var queue = new Queue<>(1, List.of("first"));
            var killed = Greenlet.spawn(() -> queue.put("killed"));
            var late =
                    Greenlet.spawn(() ->
                            assertThrows(FullException.class, () -> queue.put("late", hub.unit())));
            var stays = Greenlet.spawn(() -> queue.put("stays"));
            Greenlet.yield();
            killed.kill();
            late.join();
            assertEquals(1, queue.waitingPutters());
            assertEquals("first", queue.get());
            assertEquals("stays", queue.getNow());
            assertNull(queue.poll());
            stays.join();
        });
    }

    @Test
    void k15_whoever_is_killed_at_a_channel_exchanges_nothing() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            var killedPutter = Greenlet.spawn(() -> channel.put("killed"));
            var putter = Greenlet.spawn(() -> channel.put("item"));
            Greenlet.yield();
            killedPutter.kill();
            assertEquals(1, channel.balance());
            assertEquals("item", channel.get());
            putter.join();
            var killedGetter = Greenlet.spawn(() -> channel.get());
            var getter = Greenlet.spawn(() -> channel.get());
            Greenlet.yield();
            killedGetter.kill();
            assertEquals(-1, channel.balance());
            channel.put("second");
            assertEquals("second", getter.get());
            assertEquals(0, channel.balance());
        });
    }

    @Test
    void k15_a_select_that_is_killed_leaves_all_lines() throws Exception {
        inHub(hub -> {
            var one = new Queue<String>();
            var other = new Channel<String>();
            var killed =
                    Greenlet.spawn(() ->
                            Select.of(one.getting(), other.getting(), other.putting("x", () -> "p"))
                                    .get());
            Greenlet.yield();
            assertEquals(1, one.waitingGetters());
            assertEquals(1, other.waitingGetters());
            assertEquals(1, other.waitingPutters());
            killed.kill();
            assertEquals(0, one.waitingGetters() + other.waitingGetters());
            assertEquals(0, other.waitingPutters());
            one.put("item");
            assertEquals("item", one.getNow());
            assertFalse(other.offer("item"));
        });
    }

    @Test
    void k15_whoever_joins_a_queue_can_be_killed() throws Exception {
        inHub(hub -> {
            var queue = new JoinableQueue<>(0, List.of("item"));
            var killed = Greenlet.spawn(() -> queue.join());
            var joins = Greenlet.spawn(() -> queue.join(HubCase.FAR));
            Greenlet.yield();
            killed.kill();
            queue.taskDone();
            assertTrue(joins.get());
        });
    }

    @Test
    void q21_a_timeout_around_comes_through_as_it_is() throws Exception {
        inHub(hub -> {
            var empty = new Queue<String>();
            var full = new JoinableQueue<>(1, List.of("item"));
            var channel = new Channel<String>();
            var both = Select.of(empty.getting(), full.putting("more", () -> "put"));
            List<Blocking> waits =
                    List.of(
                            empty::get,
                            () -> empty.get(HubCase.FAR),
                            empty::peek,
                            () -> empty.peek(HubCase.FAR),
                            () -> full.put("more"),
                            () -> full.put("more", HubCase.FAR),
                            full::join,
                            () -> full.join(HubCase.FAR),
                            channel::get,
                            () -> channel.get(HubCase.FAR),
                            () -> channel.put("item"),
                            () -> channel.put("item", HubCase.FAR),
                            () -> empty.iterator().hasNext(),
                            both::get,
                            () -> both.get(HubCase.FAR));
            for (Blocking wait : waits) {
                long begin = hub.now();
                var timeout = Timeout.after(hub.unit());
                assertSame(timeout, assertThrows(Timeout.class, wait::run));
                hub.assertTook(hub.unit(), begin);
                timeout.close();
            }
            assertEquals("Queue[0 items, 0 getters, 0 putters]", empty.toString());
            assertEquals("JoinableQueue[1 of 1 items, 0 getters, 0 putters]", full.toString());
            assertEquals("Channel[0 getters, 0 putters]", channel.toString());
        });
    }

    @Test
    void q21_the_time_of_a_call_is_up_before_that_of_the_scope() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var channel = new Channel<String>();
            Timeout.call(
                    hub.units(50),
                    () -> {
                        assertThrows(EmptyException.class, () -> queue.get(hub.unit()));
                        assertThrows(FullException.class, () -> channel.put("x", hub.unit()));
                        var select = Select.of(queue.getting(), channel.getting());
                        assertThrows(TimeoutException.class, () -> select.get(hub.unit()));
                        return null;
                    });
        });
    }
}
