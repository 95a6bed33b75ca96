package io.anyloop.tck.group;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.group.Pool;
import io.anyloop.group.Results;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// A pool that does something with each item.
public abstract class PoolMapCases extends Cases {

    private static List<Integer> upTo(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /// So many items, each made when it is read.
    private static <T> Iterable<T> made(int count, IntFunction<T> maker) {
        return () -> IntStream.range(0, count).mapToObj(maker).iterator();
    }

    private static <T> List<T> read(Results<T> results) {
        List<T> all = new ArrayList<>();
        results.forEach(all::add);
        return all;
    }

    @Test
    void p17_map_gives_the_results_in_the_order_of_the_items() throws Exception {
        inHub(hub -> {
            var pool = new Pool(3);
            long begin = hub.now();
            var results =
                    pool.map(
                            upTo(6),
                            i -> {
                                Greenlet.sleep(hub.units(i % 3 == 0 ? 2 : 1));
                                return i * i;
                            });
            assertEquals(List.of(0, 1, 4, 9, 16, 25), results);
            if (hub.isVirtual()) {
                hub.assertTook(hub.units(3), begin);
            }
            assertEquals(List.of(), pool.map(List.of(), i -> i));
            assertEquals(3, pool.freeCount());
        });
    }

    @Test
    void p17_of_many_items() throws Exception {
        inHub(hub -> {
            var pool = Pool.unlimited();
            assertEquals(upTo(2000), pool.map(upTo(2000), i -> i));
            assertEquals(upTo(2000), read(pool.imap(upTo(2000), i -> i)));
            assertEquals(upTo(2000), read(new Pool(1).imapUnordered(upTo(2000), i -> i)));
        });
    }

    @Test
    void p17_a_failure_of_one_item_comes_out_and_ends_the_others() throws Exception {
        inHub(hub -> {
            var pool = new Pool(4);
            var failure = new IOException("expected");
            long begin = hub.now();
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () ->
                                    pool.map(
                                            upTo(100),
                                            i -> {
                                                Greenlet.sleep(i < 2 ? hub.unit() : HubCase.FAR);
                                                if (i == 1) {
                                                    throw failure;
                                                }
                                                return i;
                                            })));
            hub.assertTook(hub.unit(), begin);
            assertTrue(pool.isEmpty());
            assertEquals(4, pool.freeCount());
            hub.assertNoReport();
        });
    }

    @Test
    void p17_a_failure_of_the_input_comes_out() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var failure = new IllegalStateException("expected");
            Iterable<Integer> input =
                    made(
                            10,
                            i -> {
                                if (i == 3) {
                                    throw failure;
                                }
                                return i;
                            });
            assertSame(
                    failure,
                    assertThrows(IllegalStateException.class, () -> pool.map(input, i -> i)));
            var results = pool.imap(input, i -> i);
            assertEquals(0, results.next());
            assertEquals(1, results.next());
            assertEquals(2, results.next());
            assertSame(failure, assertThrows(IllegalStateException.class, results::next));
            assertFalse(results.hasNext());
            assertThrows(NoSuchElementException.class, results::next);
            hub.assertNoReport();
        });
    }

    @Test
    void p18_imap_is_in_order_and_a_failure_stands_at_its_place() throws Exception {
        inHub(hub -> {
            var pool = new Pool(3);
            var failure = new IOException("expected");
            List<Object> seen = new ArrayList<>();
            try (var results =
                    pool.imap(
                            upTo(5),
                            i -> {
                                Greenlet.sleep(hub.units(5 - i));
                                if (i == 2) {
                                    throw failure;
                                }
                                return i;
                            })) {
                while (results.hasNext()) {
                    try {
                        seen.add(results.<IOException>take());
                    } catch (IOException e) {
                        seen.add(e);
                    }
                }
            }
            assertEquals(List.of(0, 1, failure, 3, 4), seen);
            hub.assertNoReport();
        });
    }

    @Test
    void p18_imap_gives_a_result_before_the_last_item_is_read() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var read = new AtomicInteger();
            try (var results = pool.imap(made(1000, i -> read.incrementAndGet()), i -> i)) {
                assertEquals(1, results.next());
                assertTrue(read.get() < 10, () -> read + " were read");
            }
            assertTrue(pool.isEmpty());
        });
    }

    @Test
    void p19_unordered_is_in_the_order_of_the_ends() throws Exception {
        inHub(hub -> {
            var units = List.of(9, 1, 5);
            assertEquals(List.of(1, 5, 9), read(new Pool(3).imapUnordered(units, sleep(hub))));
            assertEquals(units, read(new Pool(1).imapUnordered(units, sleep(hub))));
        });
    }

    private static io.anyloop.function.Mapper<Integer, Integer, RuntimeException> sleep(
            HubCase hub) {
        return units -> {
            Greenlet.sleep(hub.units(units));
            return units;
        };
    }

    @Test
    void p19_a_failure_does_not_end_the_others() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var results =
                    new Pool(2)
                            .imapUnordered(
                                    upTo(4),
                                    i -> {
                                        if (i == 0) {
                                            throw failure;
                                        }
                                        Greenlet.sleep(hub.unit());
                                        return i;
                                    });
            assertSame(failure, assertThrows(IllegalStateException.class, results::next));
            assertEquals(List.of(1, 2, 3), read(results));
        });
    }

    @Test
    void p20_no_more_is_begun_than_was_allowed() throws Exception {
        inHub(hub -> {
            var pool = new Pool(3);
            var begun = new AtomicInteger();
            for (boolean ordered : new boolean[] {true, false}) {
                begun.set(0);
                io.anyloop.function.Mapper<Integer, Integer, RuntimeException> count =
                        i -> begun.incrementAndGet();
                var results =
                        ordered
                                ? pool.imap(upTo(100), count, 4)
                                : pool.imapUnordered(upTo(100), count, 4);
                hub.settle();
                assertEquals(4, begun.get());
                for (int i = 1; i <= 96; i++) {
                    results.next();
                    hub.settle();
                    assertEquals(i + 4, begun.get());
                }
                assertEquals(4, read(results).size());
            }
            assertThrows(IllegalArgumentException.class, () -> pool.imap(upTo(1), i -> i, 0));
        });
    }

    @Test
    void p21_an_input_that_waits_holds_up_nobody_and_ends() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            Iterable<Integer> slow =
                    () ->
                            new Iterator<>() {
                                private int next;

                                @Override
                                public boolean hasNext() {
                                    Greenlet.sleep(hub.unit());
                                    return next < 3;
                                }

                                @Override
                                public Integer next() {
                                    return next++;
                                }
                            };
            long begin = hub.now();
            var results = pool.imapUnordered(slow, i -> i);
            assertEquals(0, results.next());
            hub.assertTook(hub.unit(), begin);
            assertEquals(List.of(1, 2), read(results));
            hub.assertTook(hub.units(4), begin);
            assertEquals(List.of(0, 1, 2), read(pool.imap(slow, i -> i)));
            assertEquals(List.of(0, 1, 2), pool.map(slow, i -> i));
        });
    }

    @Test
    void p22_an_empty_input_ends_at_once() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            long begin = hub.now();
            assertFalse(pool.imap(List.of(), i -> i).hasNext());
            assertFalse(pool.imapUnordered(List.of(), i -> i).hasNext());
            assertThrows(NoSuchElementException.class, () -> pool.imap(List.of(), i -> i).next());
            hub.assertTook(Duration.ZERO, begin);
        });
    }

    @Test
    void p23_two_inputs_are_read_in_pairs() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var letters = List.of("a", "b", "c");
            var expected = List.of("a0", "b1", "c2");
            assertEquals(expected, pool.map(letters, upTo(9), (a, b) -> a + b));
            assertEquals(expected, read(pool.imap(letters, upTo(9), (a, b) -> a + b)));
            assertEquals(
                    expected, read(new Pool(1).imapUnordered(letters, upTo(3), (a, b) -> a + b)));
            assertEquals(List.of(), pool.map(List.of(), upTo(3), (a, b) -> b));
        });
    }

    @Test
    void p24_a_kill_of_the_pool_ends_a_mapping() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var begun = new AtomicInteger();
            var user =
                    Greenlet.spawn(() ->
                            assertThrows(
                                    CancellationException.class,
                                    () ->
                                            pool.map(
                                                    upTo(50),
                                                    i -> {
                                                        begun.incrementAndGet();
                                                        Greenlet.sleep(hub.units(20));
                                                        return i;
                                                    })));
            Greenlet.sleep(hub.unit());
            long begin = hub.now();
            pool.killNoWait();
            user.get();
            hub.assertTook(Duration.ZERO, begin);
            assertEquals(2, begun.get());
            assertTrue(pool.isEmpty());
            assertEquals(2, pool.freeCount());
        });
    }

    @Test
    void p24_results_that_are_cut_short_by_a_kill_do_not_look_complete() throws Exception {
        inHub(hub -> {
            var pool = new Pool(1);
            var results = pool.imapUnordered(upTo(5), i -> i, 2);
            hub.settle();
            pool.kill();
            assertEquals(0, results.next());
            assertEquals(1, results.next());
            assertTrue(results.hasNext());
            assertThrows(CancellationException.class, results::next);
            assertFalse(results.hasNext());
        });
    }

    @Test
    void p24_a_reader_that_leaves_ends_what_it_began() throws Exception {
        inHub(hub -> {
            var pool = new Pool(2);
            var timeout = Timeout.of(hub.unit());
            assertSame(
                    timeout,
                    assertThrows(
                            Timeout.class,
                            () -> timeout.call(() -> pool.map(upTo(9), i -> sleepLong()))));
            assertTrue(pool.isEmpty());
            try (var results = pool.imap(upTo(9), i -> i == 0 ? 0 : sleepLong())) {
                assertEquals(0, results.next());
            }
            assertTrue(pool.isEmpty());
            var closed = pool.imapUnordered(upTo(9), i -> sleepLong());
            hub.settle();
            closed.close();
            assertFalse(closed.hasNext());
            closed.close();
            assertTrue(pool.isEmpty());
            assertEquals(2, pool.freeCount());
        });
    }

    private static int sleepLong() {
        Greenlet.sleep(HubCase.FAR);
        return 1;
    }

    @Test
    void k17_a_failure_that_nobody_reads_is_reported() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            for (boolean ordered : new boolean[] {true, false}) {
                io.anyloop.function.Mapper<Integer, Integer, RuntimeException> fail =
                        i -> {
                            throw failure;
                        };
                var pool = new Pool(1);
                try (var results =
                        ordered ? pool.imap(upTo(1), fail) : pool.imapUnordered(upTo(1), fail)) {
                    assertTrue(results.hasNext());
                    hub.settle();
                }
                assertSame(failure, hub.takeReport());
                hub.assertNoReport();
            }
        });
    }

    @Test
    void p17_a_plain_thread_can_map() throws Exception {
        besideHub(hub -> {
            var pool = new Pool(2, hub.hub());
            assertEquals(upTo(50), pool.map(upTo(50), i -> i));
            assertEquals(upTo(50), read(pool.imap(upTo(50), i -> i)));
            assertEquals(50, read(pool.imapUnordered(upTo(50), i -> i)).size());
        });
    }
}
