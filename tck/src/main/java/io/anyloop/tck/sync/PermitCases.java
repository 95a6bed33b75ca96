package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.anyloop.Greenlet;
import io.anyloop.sync.Semaphore;
import io.anyloop.tck.fixture.Cases;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who gets a permit, and that none is lost.
public abstract class PermitCases extends Cases {

    @Test
    void s13_one_who_runs_out_of_time_takes_nothing() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(0);
            assertFalse(semaphore.tryAcquire(hub.unit()));
            assertEquals(0, semaphore.waiting());
            semaphore.release();
            assertEquals(1, semaphore.permits());
        });
    }

    /// Release and end of time fall together, in both orders: either the permit is taken and the
    /// answer is true, or neither.
    @Test
    void s13_a_release_at_the_very_moment_is_either_taken_or_left() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 4; i++) {
                boolean releaseFirst = i % 2 == 0;
                var semaphore = new Semaphore(0);
                var timer = hub.hub().timer(semaphore::release);
                if (releaseFirst) {
                    timer.start(hub.unit());
                }
                var tries = Greenlet.spawn(() -> semaphore.tryAcquire(hub.unit()));
                Greenlet.yield();
                if (!releaseFirst) {
                    timer.start(hub.unit());
                }
                hub.burn(hub.units(2));
                boolean taken = tries.get();
                Greenlet.sleep(hub.units(2));
                assertEquals(taken ? 0 : 1, semaphore.permits());
            }
        });
    }

    @Test
    void s14_one_who_is_killed_takes_nothing() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var semaphore = new Semaphore(0);
            var all = SemaphoreCases.acquiring(semaphore, 3, log);
            all.get(0).kill();
            assertEquals(2, semaphore.waiting());
            semaphore.release();
            all.get(1).join();
            all.get(2).kill();
            semaphore.release();
            assertEquals(List.of(1), log);
            assertEquals(1, semaphore.permits());
        });
    }

    @Test
    void s14_a_kill_and_a_release_in_the_same_turn_lose_nothing() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 2; i++) {
                boolean killFirst = i == 0;
                List<Integer> log = new ArrayList<>();
                var semaphore = new Semaphore(0);
                var all = SemaphoreCases.acquiring(semaphore, 2, log);
                if (killFirst) {
                    all.get(0).killNoWait();
                    semaphore.release();
                } else {
                    semaphore.release();
                    all.get(0).killNoWait();
                }
                hub.settle();
                // Killed too late, the first has got it, and hears of the kill at its next wait.
                assertEquals(1, log.size() + semaphore.permits());
                all.forEach(Greenlet::kill);
                assertEquals(0, semaphore.waiting());
            }
        });
    }

    @Test
    void s15_release_hands_over_so_that_an_acquire_at_once_goes_behind() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var semaphore = new Semaphore(1);
            semaphore.acquire();
            var waits =
                    Greenlet.spawn(() -> {
                        semaphore.acquire();
                        log.add("the one who waited");
                        semaphore.release();
                    });
            Greenlet.yield();
            semaphore.release();
            assertEquals(0, semaphore.permits());
            assertFalse(semaphore.tryAcquire(), "somebody stands before");
            semaphore.acquire();
            log.add("the one who released");
            semaphore.release();
            waits.join();
            assertEquals(List.of("the one who waited", "the one who released"), log);
        });
    }

    @Test
    void s16_no_more_than_the_permits_are_inside_at_a_time() throws Exception {
        inHub(hub -> {
            var semaphore = new Semaphore(3);
            var inside = new int[2];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(
                        Greenlet.spawn(() -> {
                            for (int round = 0; round < 10; round++) {
                                semaphore.acquire();
                                inside[1] = Math.max(inside[1], ++inside[0]);
                                Greenlet.yield();
                                inside[0]--;
                                semaphore.release();
                            }
                        }));
            }
            all.forEach(Greenlet::join);
            assertEquals(3, inside[1]);
            assertEquals(3, semaphore.permits());
        });
    }
}
