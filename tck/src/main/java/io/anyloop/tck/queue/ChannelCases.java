package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.queue.Channel;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Channels: two meet.
public abstract class ChannelCases extends Cases {

    @Test
    void q22_two_puts_to_one_who_waits_go_step_by_step() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            List<String> log = new ArrayList<>();
            var putter =
                    Greenlet.spawn(() -> {
                        log.add("putting one");
                        channel.put("one");
                        log.add("putting two");
                        channel.put("two");
                        log.add("put two");
                    });
            log.add("getting");
            log.add("got " + channel.get());
            log.add("got " + channel.get());
            assertEquals(
                    List.of("getting", "putting one", "got one", "putting two", "got two"), log);
            putter.join();
            assertEquals("put two", log.getLast());
        });
    }

    @Test
    void q22_two_puts_that_wait_for_a_getter_go_step_by_step() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            List<String> log = new ArrayList<>();
            var putter =
                    Greenlet.spawn(() -> {
                        log.add("putting one");
                        channel.put("one");
                        log.add("putting two");
                        channel.put("two");
                        log.add("put two");
                    });
            Greenlet.yield();
            assertEquals(List.of("putting one"), log);
            log.add("got " + channel.get());
            log.add("getting");
            log.add("got " + channel.get());
            putter.join();
            assertEquals(
                    List.of(
                            "putting one",
                            "got one",
                            "getting",
                            "putting two",
                            "got two",
                            "put two"),
                    log);
        });
    }

    @Test
    void q22_put_returns_when_the_item_is_taken() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            var putter = Greenlet.spawn(() -> channel.put("item"));
            Greenlet.sleep(hub.unit());
            assertFalse(putter.hasEnded());
            assertEquals("item", channel.getNow());
            putter.join();
        });
    }

    @Test
    void q22_partners_meet_in_the_order_in_which_they_came() throws Exception {
        inHub(hub -> {
            var channel = new Channel<Integer>();
            List<Greenlet<?>> putters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                putters.add(Greenlet.spawn(() -> channel.put(number)));
            }
            Greenlet.yield();
            assertEquals(5, channel.balance());
            for (int i = 0; i < 5; i++) {
                assertEquals(i, channel.get());
            }
            putters.forEach(Greenlet::join);
            List<Greenlet<Integer>> getters = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                getters.add(Greenlet.spawn(() -> channel.get()));
            }
            Greenlet.yield();
            assertEquals(-5, channel.balance());
            for (int i = 0; i < 5; i++) {
                channel.put(i);
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(i, getters.get(i).get());
            }
            assertEquals(0, channel.balance());
        });
    }

    @Test
    void q23_a_channel_is_always_empty_and_full() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            assertTrue(channel.isEmpty() && channel.isFull());
            assertFalse(channel.isReady());
            var putter = Greenlet.spawn(() -> channel.put("item"));
            Greenlet.yield();
            assertTrue(channel.isEmpty() && channel.isFull());
            assertTrue(channel.isReady());
            assertEquals("item", channel.get());
            putter.join();
        });
    }

    @Test
    void q23_the_forms_that_do_not_wait_need_a_partner() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            assertThrows(FullException.class, () -> channel.putNow("item"));
            assertFalse(channel.offer("item"));
            assertThrows(EmptyException.class, channel::getNow);
            assertNull(channel.poll());
            var getter = Greenlet.spawn(() -> channel.get());
            Greenlet.yield();
            assertTrue(channel.offer("offered"));
            assertFalse(getter.hasEnded(), "an offer gave way");
            assertFalse(channel.offer("again"));
            assertEquals("offered", getter.get());
            var putter = Greenlet.spawn(() -> channel.put("put"));
            Greenlet.yield();
            assertEquals("put", channel.poll());
            assertNull(channel.poll());
            putter.join();
        });
    }

    @Test
    void q23_readiness_can_be_waited_for() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            List<String> log = new ArrayList<>();
            channel.whenReady(() -> log.add("ready"));
            var getter = Greenlet.spawn(() -> channel.get());
            Greenlet.yield();
            channel.put("handed over");
            assertEquals("handed over", getter.get());
            assertEquals(List.of(), log);
            var putter = Greenlet.spawn(() -> channel.put("item"));
            Greenlet.yield();
            assertEquals(List.of("ready"), log);
            assertEquals("item", channel.get());
            putter.join();
        });
    }

    @Test
    void q24_a_timed_put_says_full_and_a_timed_get_empty() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            long begin = hub.now();
            assertThrows(FullException.class, () -> channel.put("item", hub.unit()));
            hub.assertTook(hub.unit(), begin);
            begin = hub.now();
            assertThrows(EmptyException.class, () -> channel.get(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertEquals(0, channel.balance());
            hub.hub().spawnLater(hub.unit(), () -> channel.put("in time", HubCase.FAR));
            assertEquals("in time", channel.get(HubCase.FAR));
            hub.hub().spawnLater(hub.unit(), () -> channel.get(HubCase.FAR));
            channel.put("taken", HubCase.FAR);
            Greenlet.spawn(() -> channel.put("at once"));
            assertEquals("at once", channel.get(Duration.ZERO));
        });
    }

    @Test
    void q11_a_loops_callback_can_meet_one_who_waits() throws Exception {
        besideHub(hub -> {
            var channel = new Channel<String>();
            var getter = hub.hub().spawn(() -> channel.get());
            hub.eventually("no getter", () -> channel.balance() == -1);
            hub.onLoop(() -> channel.put("from the loop"));
            assertEquals("from the loop", getter.get());
            var refusal = new AtomicReference<Throwable>();
            hub.onLoop(() -> {
                try {
                    channel.put("nobody there");
                } catch (BlockingInLoopException e) {
                    refusal.set(e);
                }
            });
            assertTrue(refusal.get() != null, "put waited on the loop's own thread");
            assertEquals(0, channel.balance());
        });
    }
}
