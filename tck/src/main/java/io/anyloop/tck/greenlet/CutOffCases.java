package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.SwallowingDriver;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A limit or a kill in the middle of somebody else's code, which may answer as it likes: none is lost, each comes once, as
/// itself. The rows of `docs/cut-off.md`.
public abstract class CutOffCases extends Cases {

    // ---------------------------------------------------------------- whatever a driver does

    /// What a driver may wait for, so that nothing ever comes.
    private enum Where {
        QUEUE {
            @Override
            Blocking wait(Ends.OfSocket silent) {
                return () -> new LinkedBlockingQueue<>().take();
            }
        },
        SOCKET {
            @Override
            Blocking wait(Ends.OfSocket silent) {
                return () -> silent.here().getInputStream().read();
            }
        },
        SOCKET_THAT_IS_CLOSED_AND_ASKED {
            @Override
            Blocking wait(Ends.OfSocket silent) {
                return () -> {
                    try {
                        silent.here().getInputStream().read();
                    } finally {
                        silent.here().close();
                        silent.here().setSoTimeout(5); // throws, in place of what was thrown
                    }
                };
            }
        };

        abstract Blocking wait(Ends.OfSocket silent);
    }

    private interface Check {
        void on(HubCase hub, Talker driver) throws Throwable;
    }

    private interface Talker {
        String query() throws Exception;
    }

    private Stream<DynamicTest> eachDriver(Check check) {
        return Stream.of(SwallowingDriver.values())
                .flatMap(driver ->
                        Stream.of(Where.values())
                                .map(where ->
                                        DynamicTest.dynamicTest(
                                                driver + " at a " + where,
                                                () -> judge(driver, where, check))));
    }

    private void judge(SwallowingDriver driver, Where where, Check check) throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    try (var silent = Ends.OfSocket.open()) {
                        Blocking wait = where.wait(silent);
                        check.on(hub, () -> driver.query(wait));
                    }
                    assertFalse(Thread.currentThread().isInterrupted(), "a flag is left");
                    long begin = hub.now();
                    Greenlet.sleep(hub.unit());
                    hub.assertTook(hub.unit(), begin);
                });
    }

    @TestFactory
    Stream<DynamicTest> t26_a_call_throws_its_timeout_whatever_the_driver_does() {
        return eachDriver((hub, driver) -> {
            var timeout = Timeout.of(hub.unit());
            long begin = hub.now();
            assertSame(timeout, assertThrows(Timeout.class, () -> timeout.call(driver::query)));
            hub.assertTook(hub.unit(), begin);
        });
    }

    @TestFactory
    Stream<DynamicTest> t26_call_or_gives_its_value_whatever_the_driver_does() {
        return eachDriver((hub, driver) ->
                assertEquals("late", Timeout.callOr(hub.unit(), driver::query, "late")));
    }

    @TestFactory
    Stream<DynamicTest> t25_code_that_goes_on_after_the_driver_is_cut_off_at_its_next_wait() {
        return eachDriver((hub, driver) -> {
            long begin = hub.now();
            var timeout = Timeout.of(hub.unit());
            var at = new String[1];
            assertThrows(
                    Timeout.class,
                    () ->
                            timeout.run(() -> {
                                try {
                                    driver.query();
                                } catch (RuntimeException e) {
                                    // So the connection is broken. The program goes on.
                                } catch (Exception e) {
                                    throw new AssertionError(e);
                                }
                                at[0] = "before its wait";
                                Greenlet.sleep(HubCase.FAR);
                                at[0] = "behind its wait";
                            }));
            assertEquals("before its wait", at[0]);
            hub.assertTook(hub.unit(), begin);
        });
    }

    @TestFactory
    Stream<DynamicTest> t27_a_block_does_not_lose_it_whatever_the_driver_does() {
        return eachDriver((hub, driver) -> {
            Throwable out =
                    assertThrows(
                            Throwable.class,
                            () -> {
                                try (var limit = Timeout.after(hub.unit())) {
                                    assertTrue(limit.isPending());
                                    driver.query();
                                }
                            });
            assertEquals(hub.unit(), Timeout.behind(out).limit());
        });
    }

    @TestFactory
    Stream<DynamicTest> k27_a_greenlet_ends_as_killed_whatever_the_driver_does() {
        return eachDriver((hub, driver) -> {
            var target = Greenlet.spawn(driver::query);
            Greenlet.yield();
            Greenlet.idle();
            var exit = new GreenletExit("enough");
            target.kill(exit);
            assertSame(exit, assertInstanceOf(Outcome.Killed.class, target.outcome()).exit());
        });
    }

    @TestFactory
    Stream<DynamicTest> k27_its_next_wait_throws_the_kill_whatever_the_driver_does() {
        return eachDriver((hub, driver) -> {
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            driver.query();
                        } catch (RuntimeException e) {
                            // So the connection is broken. The program goes on.
                        }
                        Greenlet.sleep(HubCase.FAR);
                        return "slept";
                    });
            Greenlet.idle();
            long begin = hub.now();
            target.kill();
            hub.assertTook(Duration.ZERO, begin);
            Killed.assertKilled(target);
        });
    }

    // ---------------------------------------------------------------- who caught it himself

    private static void waitInJdk() throws InterruptedException {
        new LinkedBlockingQueue<>().take();
    }

    @Test
    void k27_who_catches_the_kill_itself_lives_on_and_is_cut_off_no_more() throws Exception {
        inHub(hub -> {
            var go = new Event();
            var target =
                    Greenlet.spawn(() -> {
                        assertThrows(InterruptedException.class, CutOffCases::waitInJdk);
                        assertThrows(GreenletExit.class, Greenlet::yield);
                        go.await();
                        return "lives";
                    });
            Greenlet.idle();
            target.killNoWait();
            Greenlet.idle();
            assertFalse(target.hasEnded());
            go.set();
            assertEquals("lives", target.get());
        });
    }

    @Test
    void k27_a_kill_that_was_wrapped_is_a_kill() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(
                            () -> SwallowingDriver.WRAPS.query(() -> Greenlet.sleep(HubCase.FAR)));
            Greenlet.yield();
            target.kill();
            Killed.assertKilled(target);
        });
    }

    @TestFactory
    Stream<DynamicTest> t26_a_timeout_out_of_a_wait_of_ours_is_not_lost_either() {
        return Stream.of(SwallowingDriver.values())
                .filter(driver -> driver != SwallowingDriver.TRIES_AGAIN)
                .map(driver ->
                        DynamicTest.dynamicTest(
                                driver.toString(),
                                () ->
                                        inHub(hub -> {
                                            Blocking wait = () -> Greenlet.sleep(HubCase.FAR);
                                            assertEquals(
                                                    "late",
                                                    Timeout.callOr(
                                                            hub.unit(),
                                                            () -> driver.query(wait),
                                                            "late"));
                                            Thread.interrupted(); // one of them restores it
                                        })));
    }

    @Test
    void t27_who_catches_the_timeout_itself_within_its_block_has_caught_it() throws Exception {
        inHub(hub -> {
            try (var limit = Timeout.after(hub.unit())) {
                assertThrows(InterruptedException.class, CutOffCases::waitInJdk);
                assertSame(limit, assertThrows(Timeout.class, Greenlet::yield));
                Greenlet.sleep(hub.unit());
            }
        });
    }

    @Test
    void t17_code_that_does_not_wait_after_the_limit_was_not_cut_off() throws Exception {
        inHub(hub -> {
            boolean tried = false;
            for (int i = 0; i < 20 && !tried; i++) {
                tried = computesPastItsLimit(hub);
            }
            HubCase.requires(tried, "this machine pauses threads for too long");
            Greenlet.yield();
        });
    }

    /// @return false where a pause of the machine let the limit pass before the last wait
    private static boolean computesPastItsLimit(HubCase hub) {
        var waited = new AtomicBoolean();
        try {
            String value =
                    Timeout.call(
                            hub.unit(),
                            () -> {
                                Greenlet.yield();
                                waited.set(true);
                                hub.burn(hub.units(2));
                                return "late, but whole";
                            });
            assertEquals("late, but whole", value);
            return true;
        } catch (Timeout e) {
            assertFalse(waited.get(), "it was cut off though it did not wait any more");
            return false;
        }
    }

    // ---------------------------------------------------------------- frameworks

    @Test
    void k27_code_that_decides_by_a_failure_finds_the_kill_behind_it() throws Exception {
        var failure = new IOException("expected");
        assertSame(failure, Greenlet.unmasked(failure));
        inHub(hub -> {
            assertSame(failure, Greenlet.unmasked(failure));
            assertNull(Greenlet.unmasked(null));
            var target =
                    Greenlet.spawn(() -> {
                        try {
                            waitInJdk();
                            return null;
                        } catch (InterruptedException e) {
                            Throwable found = Greenlet.unmasked(e);
                            assertSame(e, found.getSuppressed()[0]);
                            return found;
                        }
                    });
            Greenlet.yield();
            var exit = new GreenletExit();
            target.killNoWait(exit);
            assertSame(exit, target.get());
        });
    }

    @TestFactory
    Stream<DynamicTest> k27_a_future_that_is_ended_is_cancelled_whatever_its_task_does() {
        return eachDriver((hub, driver) -> {
            var runs = new Greenlet<?>[1];
            var future =
                    hub.hub()
                            .executor()
                            .submit(() -> {
                                runs[0] = Greenlet.current();
                                return driver.query();
                            });
            Greenlet.idle();
            runs[0].kill();
            assertTrue(future.isCancelled());
            Killed.assertKilled(runs[0]);
        });
    }

    // ---------------------------------------------------------------- for ever

    @Test
    void k30_who_tries_again_for_ever_holds_up_nobody_and_is_slowed_down() throws Exception {
        inHub(hub -> {
            var tries = new int[1];
            var stop = new boolean[1];
            var target =
                    Greenlet.spawn(() -> {
                        while (!stop[0]) {
                            tries[0]++;
                            try {
                                waitInJdk();
                            } catch (InterruptedException e) {
                                // As if nothing had happened.
                            }
                        }
                    });
            Greenlet.idle();
            target.killNoWait();
            long begin = hub.now();
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
            Greenlet.sleep(Duration.ofMillis(200));
            assertTrue(
                    tries[0] > 5 && tries[0] < (hub.isVirtual() ? 10_000 : 1000),
                    tries[0] + " tries");
            stop[0] = true;
            target.join();
            Killed.assertKilled(target);
        });
    }

    @Test
    void k30_a_lock_that_cannot_be_left_holds_up_nobody_meanwhile() throws Exception {
        inHub(hub -> {
            var lock = new java.util.concurrent.locks.ReentrantLock();
            lock.lock();
            var target = Greenlet.spawn(lock::lock);
            Greenlet.idle();
            target.killNoWait();
            long begin = hub.now();
            Greenlet.sleep(hub.units(3));
            hub.assertTook(hub.units(3), begin);
            lock.unlock();
            target.join();
            Killed.assertKilled(target);
        });
    }
}
