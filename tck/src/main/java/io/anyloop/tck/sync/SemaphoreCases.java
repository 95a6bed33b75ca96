package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.BoundedSemaphore;
import io.anyloop.sync.Semaphore;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Semaphores within one hub.
public abstract class SemaphoreCases extends Cases {

    static List<Greenlet<?>> acquiring(Semaphore semaphore, int count, List<Integer> log) {
        List<Greenlet<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(
                    Greenlet.spawn(() -> {
                        semaphore.acquire();
                        log.add(number);
                    }));
        }
        Greenlet.yield();
        return all;
    }

    @Test
    void s01_an_attempt_on_none_is_false_and_does_not_give_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            assertFalse(new Semaphore(0).tryAcquire());
            var one = new Semaphore(1);
            assertTrue(one.tryAcquire());
            assertFalse(one.tryAcquire());
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void s01_what_is_free_is_taken_without_giving_way() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var other = Greenlet.spawn(() -> log.add("other"));
            var semaphore = new Semaphore(3);
            semaphore.acquire();
            assertTrue(semaphore.tryAcquire(HubCase.FAR));
            assertTrue(semaphore.tryAcquire(Duration.ZERO));
            assertEquals(List.of(), log);
            other.join();
        });
    }

    @Test
    void s02_an_attempt_for_a_time_is_false_when_it_is_up() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(0);
            for (int i = 1; i <= 3; i++) {
                long begin = hub.now();
                assertFalse(semaphore.tryAcquire(hub.unit()));
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    @Test
    void s02_an_attempt_for_no_time_gives_the_others_a_turn() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(0);
            Greenlet.spawn(semaphore::release);
            assertTrue(semaphore.tryAcquire(Duration.ZERO));
        });
    }

    @Test
    void s03_those_who_wait_get_it_in_order() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var semaphore = new Semaphore(0);
            var all = acquiring(semaphore, 100, log);
            for (int i = 0; i < 100; i++) {
                semaphore.release();
                Greenlet.yield();
                assertEquals(i + 1, log.size());
            }
            all.forEach(Greenlet::join);
            assertEquals(IntStream.range(0, 100).boxed().toList(), log);
        });
    }

    /// Everybody who comes and goes without a pause must not keep out one who waits.
    @Test
    void s04_one_who_waits_is_not_starved_by_those_who_come_and_go() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(1);
            var isDone = new boolean[1];
            semaphore.acquire();
            var waits =
                    Greenlet.spawn(() -> {
                        semaphore.acquire();
                        isDone[0] = true;
                        semaphore.release();
                    });
            Greenlet.yield();
            int rounds = 0;
            while (!isDone[0]) {
                assertTrue(rounds++ < 10, "starved");
                semaphore.release();
                Greenlet.spawn(() -> semaphore.run(() -> {}));
                semaphore.acquire();
            }
            semaphore.release();
            waits.join();
            hub.settle();
            assertEquals(1, semaphore.permits());
        });
    }

    @Test
    void s05_anyone_may_release_and_there_may_be_more_than_at_first() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(1);
            Greenlet.spawn(
                            () -> {
                                semaphore.release();
                                semaphore.release();
                            })
                    .join();
            assertEquals(3, semaphore.permits());
            for (int i = 0; i < 3; i++) {
                assertTrue(semaphore.tryAcquire());
            }
            assertFalse(semaphore.tryAcquire());
        });
    }

    @Test
    void s06_a_release_too_many_of_a_bounded_one_is_an_error_and_changes_nothing()
            throws Exception {
        inHub(hub -> {
            var semaphore = new BoundedSemaphore(2);
            var e = assertThrows(IllegalStateException.class, semaphore::release);
            assertTrue(e.getMessage().contains("once for each acquire"), e.getMessage());
            assertEquals(2, semaphore.permits());
            semaphore.acquire();
            semaphore.acquire();
            assertFalse(semaphore.tryAcquire());
            semaphore.release();
            semaphore.release();
            assertThrows(IllegalStateException.class, semaphore::release);
            assertEquals(2, semaphore.permits());
        });
    }

    @Test
    void s07_a_negative_number_is_refused() {
        for (int i = 0; i < 2; i++) {
            boolean bounded = i == 1;
            var e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> {
                                if (bounded) {
                                    new BoundedSemaphore(-1);
                                } else {
                                    new Semaphore(-1);
                                }
                            });
            assertTrue(e.getMessage().contains("-1"), e.getMessage());
        }
    }

    @Test
    void s08_await_says_how_many_are_free_and_takes_none() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(2);
            assertEquals(2, semaphore.await());
            assertEquals(2, semaphore.await(HubCase.FAR));
            var none = new Semaphore(0);
            long begin = hub.now();
            assertEquals(0, none.await(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertEquals(0, none.waiting());
            var awaits = Greenlet.spawn(() -> none.await());
            Greenlet.yield();
            none.release();
            assertEquals(1, awaits.get());
            assertEquals(1, none.permits());
        });
    }

    @Test
    void s08_await_ends_with_none_if_another_was_faster() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(0);
            var awaits = Greenlet.spawn(() -> semaphore.await());
            var acquires = Greenlet.spawn(() -> semaphore.acquire());
            Greenlet.yield();
            semaphore.release();
            assertEquals(0, awaits.get());
            acquires.join();
        });
    }

    @Test
    void s08_await_stands_behind_those_who_came_before_to_acquire() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(0);
            var acquires = Greenlet.spawn(() -> semaphore.acquire());
            var awaits = Greenlet.spawn(() -> semaphore.await());
            Greenlet.yield();
            semaphore.release();
            acquires.join();
            assertFalse(awaits.hasEnded());
            semaphore.release();
            assertEquals(1, awaits.get());
        });
    }

    @Test
    void s09_its_state_agrees_with_the_number() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(1);
            assertTrue(semaphore.isReady());
            assertEquals("Semaphore[1 free, 0 waiting]", semaphore.toString());
            semaphore.acquire();
            assertFalse(semaphore.isReady());
            assertEquals(0, semaphore.permits());
            semaphore.release();
            assertTrue(semaphore.isReady());
        });
    }

    @Test
    void s10_a_callback_hears_of_a_permit_that_is_free() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var semaphore = new Semaphore(1);
            semaphore.whenReady(() -> log.add("at once"));
            assertEquals(List.of("at once"), log);
            semaphore.acquire();
            var waits = Greenlet.spawn(() -> semaphore.acquire());
            Greenlet.yield();
            semaphore.whenReady(() -> log.add("later"));
            var closed = semaphore.whenReady(() -> log.add("closed"));
            closed.close();
            semaphore.release();
            waits.join();
            assertEquals(List.of("at once"), log, "the permit was not free");
            semaphore.release();
            assertEquals(List.of("at once", "later"), log);
            assertEquals(1, semaphore.permits());
        });
    }

    @Test
    void s11_the_block_form_releases_also_when_the_code_fails() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(1);
            var failure = new IOException("expected");
            var e =
                    assertThrows(
                            IOException.class,
                            () ->
                                    semaphore.run(() -> {
                                        assertEquals(0, semaphore.permits());
                                        throw failure;
                                    }));
            assertSame(failure, e);
            assertEquals(1, semaphore.permits());
            assertEquals("value", semaphore.call(() -> "value"));
            assertEquals(1, semaphore.permits());
            assertThrows(NullPointerException.class, () -> semaphore.call(null));
            assertEquals(1, semaphore.permits());
        });
    }

    @Test
    void s12_as_many_releases_as_wait_wake_them_all() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var semaphore = new Semaphore(0);
            var all = acquiring(semaphore, 10, log);
            for (int i = 0; i < 4; i++) {
                semaphore.release();
            }
            hub.settle();
            assertEquals(List.of(0, 1, 2, 3), log);
            for (int i = 0; i < 7; i++) {
                semaphore.release();
            }
            all.forEach(Greenlet::join);
            assertEquals(1, semaphore.permits());
        });
    }
}
