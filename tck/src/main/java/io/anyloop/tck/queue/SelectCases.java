package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.queue.Channel;
import io.anyloop.queue.Choice;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import io.anyloop.queue.ShutDownException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Waiting for the first of several exchanges. Not from gevent, which has no such thing.
public abstract class SelectCases extends Cases {

    @Test
    void q26_takes_what_is_there_and_nothing_else() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var empty = new Queue<String>();
            var one = new Queue<>(0, List.of("item", "second"));
            assertEquals("item", Select.from(empty, one).get());
            assertEquals(1, one.size());
            assertEquals(0, empty.waitingGetters());
            assertEquals(List.of(), log, "it gave way");
            other.join();
        });
    }

    @Test
    void q26_waits_for_the_first_and_leaves_the_other_lines() throws Exception {
        inHub(hub -> {
            var one = new Queue<String>();
            var other = new Queue<String>();
            var full = new Queue<>(1, List.of("first"));
            var select =
                    Select.of(
                            one.getting(item -> "one " + item),
                            other.getting(item -> "other " + item),
                            full.putting("mine", () -> "put"));
            var first = Greenlet.spawn(() -> select.get());
            Greenlet.yield();
            other.put("item");
            one.put("too late");
            assertEquals("other item", first.get());
            assertEquals("Queue[1 items, 0 getters, 0 putters]", one.toString());
            assertEquals("Queue[1 of 1 items, 0 getters, 0 putters]", full.toString());
            one.get();
            var second = Greenlet.spawn(() -> select.get());
            Greenlet.yield();
            assertEquals("first", full.get());
            assertEquals("put", second.get());
            assertEquals("mine", full.get());
            assertEquals(0, one.waitingGetters() + other.waitingGetters());
        });
    }

    @Test
    void q26_gets_items_in_its_turn_among_others() throws Exception {
        inHub(hub -> {
            var queue = new Queue<String>();
            var never = new Channel<String>();
            var first = Greenlet.spawn(() -> queue.get());
            var select = Greenlet.spawn(() -> Select.of(never.getting(), queue.getting()).get());
            var last = Greenlet.spawn(() -> queue.get());
            Greenlet.yield();
            queue.put("a");
            queue.put("b");
            queue.put("c");
            assertEquals("a", first.get());
            assertEquals("b", select.get());
            assertEquals("c", last.get());
        });
    }

    @Test
    void q26_meets_partners_on_channels() throws Exception {
        inHub(hub -> {
            var questions = new Channel<String>();
            var answers = new Channel<String>();
            var select =
                    Select.of(
                            questions.getting(question -> "asked " + question),
                            answers.putting("yes", () -> "answered"));
            var asks = Greenlet.spawn(() -> questions.put("why"));
            assertEquals("asked why", select.get());
            var listens = Greenlet.spawn(() -> answers.get());
            assertEquals("answered", select.get());
            assertEquals("yes", listens.get());
            asks.join();
            assertEquals(0, questions.balance());
            assertEquals(0, answers.balance());
        });
    }

    @Test
    void q26_two_selects_meet() throws Exception {
        inHub(hub -> {
            var one = new Channel<String>();
            var other = new Channel<String>();
            var putter =
                    Greenlet.spawn(() ->
                            Select.of(
                                            one.putting("first", () -> "one"),
                                            other.putting("second", () -> "other"))
                                    .get());
            var getter =
                    Greenlet.spawn(() ->
                            Select.of(
                                            other.getting(item -> "other " + item),
                                            one.getting(item -> "one " + item))
                                    .get());
            assertTrue(getter.get().startsWith(putter.get() + " "), getter.get());
            assertEquals("Channel[0 getters, 0 putters]", one.toString());
            assertEquals("Channel[0 getters, 0 putters]", other.toString());
        });
    }

    @Test
    void q26_a_select_does_not_meet_itself_but_another_like_it() throws Exception {
        inHub(hub -> {
            var channel = new Channel<String>();
            var select = Select.of(channel.getting(), channel.putting("item", () -> "put"));
            var first = Greenlet.spawn(() -> select.get());
            Greenlet.sleep(hub.unit());
            assertFalse(first.hasEnded(), "it met itself");
            var second = Greenlet.spawn(() -> select.get());
            var ends = new ArrayList<>(List.of(first.get(), second.get()));
            ends.sort(null);
            assertEquals(List.of("item", "put"), ends);
            assertEquals("Channel[0 getters, 0 putters]", channel.toString());
        });
    }

    @Test
    void q26_each_of_those_that_are_possible_gets_its_turn() throws Exception {
        inHub(hub -> {
            List<Queue<Integer>> queues = List.of(new Queue<>(), new Queue<>(), new Queue<>());
            for (int i = 0; i < 30; i++) {
                queues.get(i % 3).put(i % 3);
            }
            List<Integer> log = new ArrayList<>();
            for (int i = 0; i < 30; i++) {
                // A new one each time, as in a loop that anyone would write.
                log.add(Select.from(queues.get(0), queues.get(1), queues.get(2)).get());
            }
            for (int i = 0; i < 30; i++) {
                assertEquals(i % 3, log.get(i), () -> "not in turn: " + log);
            }
        });
    }

    @Test
    void q26_putting_gets_its_turn_beside_getting() throws Exception {
        inHub(hub -> {
            var in = new Queue<>(0, List.of("a", "b", "c", "d"));
            var out = new Queue<String>();
            List<String> log = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                log.add(Select.of(in.getting(), out.putting("x", () -> "put")).get());
            }
            assertEquals(List.of("a", "put", "b", "put", "c", "put"), log);
        });
    }

    @Test
    void q26_says_when_its_time_is_up_and_makes_nothing() throws Exception {
        inHub(hub -> {
            var empty = new Queue<String>();
            var full = new Queue<>(1, List.of("item"));
            var select = Select.of(empty.getting(), full.putting("more", () -> "put"));
            long begin = hub.now();
            var e = assertThrows(TimeoutException.class, () -> select.get(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            QueueCases.assertSays("None of 2 choices", e);
            assertEquals(0, empty.waitingGetters() + full.waitingPutters());
            assertEquals("item", full.get());
            assertNull(full.poll());
            assertThrows(IllegalArgumentException.class, () -> select.get(hub.unit().negated()));
            hub.hub().spawnLater(hub.unit(), () -> empty.put("in time"));
            full.put("full again");
            assertEquals("in time", select.get(HubCase.FAR));
            Greenlet.spawn(() -> empty.put("at once"));
            assertEquals("at once", select.get(Duration.ZERO));
        });
    }

    @Test
    void q26_the_form_that_does_not_wait_does_something_else() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var queue = new Queue<String>();
            var select = Select.of(queue.getting(), new Channel<String>().getting());
            assertEquals("nothing", select.orElse(() -> "nothing"));
            queue.put("item");
            assertEquals("item", select.orElse(() -> "nothing"));
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void q26_what_fails_afterwards_fails_the_caller_and_the_exchange_stands() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var queue = new Queue<>(0, List.of("item"));
            Choice<String> fails =
                    queue.getting(item -> {
                        throw failure;
                    });
            assertSame(
                    failure,
                    assertThrows(IllegalStateException.class, () -> Select.of(fails).get()));
            assertTrue(queue.isEmpty());
        });
    }

    @Test
    void q26_what_was_shut_down_is_left_out() throws Exception {
        inHub(hub -> {
            var ends = new Queue<String>();
            var goesOn = new Queue<String>();
            var select = Select.from(ends, goesOn);
            var waits = Greenlet.spawn(() -> select.get());
            var timed = Greenlet.spawn(() -> select.get(hub.units(2)));
            Greenlet.sleep(hub.unit());
            ends.shutdown();
            Greenlet.yield();
            assertFalse(waits.hasEnded());
            goesOn.put("item");
            assertEquals("item", waits.get());
            long since = hub.now();
            assertThrows(TimeoutException.class, timed::get);
            hub.takeReport();
            if (hub.isVirtual()) {
                hub.assertTook(hub.unit(), since);
            }
            var last = Greenlet.spawn(() -> assertThrows(ShutDownException.class, select::get));
            Greenlet.yield();
            goesOn.shutdown();
            QueueCases.assertSays("Everything that was to be selected from", last.get());
            assertThrows(ShutDownException.class, () -> select.orElse(() -> "nothing"));
        });
    }

    @Test
    void q26_a_shutdown_can_be_a_choice() throws Exception {
        inHub(hub -> {
            var work = new Channel<String>();
            var quit = new Channel<String>();
            var select =
                    Select.of(work.getting(), quit.getting(v -> "").orShutDown(() -> "the end"));
            List<Greenlet<String>> workers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                workers.add(Greenlet.spawn(() -> select.get()));
            }
            work.put("work");
            quit.shutdown();
            assertEquals("work", workers.get(0).get());
            assertEquals("the end", workers.get(1).get());
            assertEquals("the end", workers.get(2).get());
            assertEquals("the end", select.orElse(() -> "nothing"));
            var put = quit.putting("item", () -> "put").orShutDown(() -> "no more");
            assertEquals("no more", Select.of(put, work.getting()).get());
        });
    }

    @Test
    void q26_nothing_to_select_from_and_the_loops_own_thread_are_refused() throws Exception {
        besideHub(hub -> {
            assertThrows(IllegalArgumentException.class, () -> Select.of(List.of()));
            var queue = new Queue<String>();
            var select = Select.from(queue, new Queue<String>());
            var got = new AtomicReference<String>();
            var refusal = new AtomicReference<Throwable>();
            hub.onLoop(() -> {
                try {
                    select.get();
                } catch (BlockingInLoopException e) {
                    refusal.set(e);
                }
                queue.put("item");
                got.set(select.get());
            });
            assertTrue(refusal.get() != null, "it waited on the loop's own thread");
            assertEquals("item", got.get());
            assertEquals(0, queue.waitingGetters());
        });
    }
}
