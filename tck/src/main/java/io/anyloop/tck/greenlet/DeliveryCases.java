package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.Timer;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Several things that are due at once, or come while others are on their way: none is lost, none
/// comes in the wrong place.
public abstract class DeliveryCases extends Cases {

    /// A wait of the JDK that only an interrupt ends.
    private static void waitInJdk() throws InterruptedException {
        Object nobody = new Object();
        synchronized (nobody) {
            while (true) {
                nobody.wait();
            }
        }
    }

    @Test
    void k14_a_kill_that_is_due_with_a_timeout_at_a_wait_of_the_jdk_is_not_lost() throws Exception {
        inHub(hub -> {
            var target =
                    Greenlet.spawn(() -> {
                        var timeout = Timeout.of(hub.unit());
                        assertSame(
                                timeout,
                                assertThrows(
                                        Timeout.class,
                                        () -> timeout.run(DeliveryCases::waitInJdk)));
                        waitInJdk();
                    });
            Greenlet.yield();
            hub.hub().timer(target::killNoWait).start(hub.unit());
            hub.burn(hub.units(2));
            target.join();
            Killed.assertKilled(target);
        });
    }

    @Test
    void t07_two_that_are_due_at_once_are_both_thrown_at_waits_of_the_jdk() throws Exception {
        inHub(hub -> {
            Greenlet.spawn(() -> hub.burn(hub.units(2)));
            var outer = Timeout.of(hub.unit());
            var inner = Timeout.of(hub.unit());
            Throwable seen =
                    assertThrows(
                            Timeout.class,
                            () ->
                                    outer.run(() -> {
                                        try {
                                            inner.run(DeliveryCases::waitInJdk);
                                        } catch (Timeout first) {
                                            waitInJdk();
                                        }
                                    }));
            assertSame(outer, seen);
        });
    }

    @Test
    void k10_each_kill_interrupts_a_target_that_lives_on_until_it_has_caught_it() throws Exception {
        inHub(hub -> {
            var caught = new AtomicInteger();
            var target =
                    Greenlet.spawn(() -> {
                        while (caught.get() < 2) {
                            for (int i = 0; i < 3; i++) {
                                assertThrows(InterruptedException.class, DeliveryCases::waitInJdk);
                            }
                            assertThrows(GreenletExit.class, Greenlet::yield);
                            caught.incrementAndGet();
                        }
                    });
            Greenlet.yield();
            target.killNoWait();
            Greenlet.idle();
            assertEquals(1, caught.get());
            target.killNoWait();
            target.join();
            assertEquals(2, caught.get());
            assertEquals(new Outcome.Returned<>(null), target.outcome());
        });
    }

    @Test
    void t13_started_again_before_it_was_thrown_it_has_its_full_time_and_comes_once()
            throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(hub.unit());
            timeout.start();
            assertThrows(InterruptedException.class, DeliveryCases::waitInJdk);
            long begin = hub.now();
            timeout.start();
            assertSame(timeout, assertThrows(Timeout.class, () -> Greenlet.sleep(HubCase.FAR)));
            hub.assertTook(hub.unit(), begin);
            Greenlet.sleep(hub.unit());
            timeout.close();
        });
    }

    @Test
    void t11_one_that_is_cancelled_after_an_interrupt_is_not_thrown_at_the_end_of_its_block()
            throws Exception {
        inHub(hub -> {
            try (var timeout = Timeout.after(hub.unit())) {
                assertThrows(InterruptedException.class, DeliveryCases::waitInJdk);
                timeout.cancel();
            }
            Greenlet.yield();
        });
    }

    @Test
    void t10_one_of_zero_fires_at_the_next_yield() throws Exception {
        inHub(hub -> {
            var timeout = Timeout.of(Duration.ZERO);
            assertSame(timeout, assertThrows(Timeout.class, () -> timeout.run(Greenlet::yield)));
            Greenlet.yield();
        });
    }

    @Test
    void h24_a_timer_that_another_one_cancels_in_the_same_turn_does_not_run() throws Exception {
        inHub(hub -> {
            var runs = new AtomicInteger();
            Timer cancelled = hub.hub().timer(runs::incrementAndGet);
            hub.hub().timer(cancelled::cancel).start(hub.unit());
            cancelled.start(hub.unit());
            hub.burn(hub.units(2));
            Greenlet.sleep(hub.units(2));
            assertEquals(0, runs.get());
        });
    }

    @Test
    void k06_a_kill_that_would_wait_on_the_loop_is_refused_and_kills_nobody() throws Exception {
        inHub(hub -> {
            var target = Greenlet.spawn(() -> LockSupport.park());
            Greenlet.yield();
            var refusal = new CompletableFuture<Throwable>();
            hub.hub()
                    .post(() -> {
                        refusal.complete(assertThrows(BlockingInLoopException.class, target::kill));
                    });
            assertTrue(refusal.get().getMessage().contains("kill"));
            Greenlet.idle();
            assertFalse(target.hasEnded());
            target.kill();
        });
    }

    @Test
    void h12_a_test_for_fatal_failures_that_fails_itself_breaks_nothing() throws Exception {
        inHub(
                options ->
                        options.fatal(failure -> {
                            throw new IllegalArgumentException("the test itself");
                        }),
                hub -> {
                    hub.hub()
                            .post(() -> {
                                throw new IllegalStateException("in a callback");
                            });
                    assertEquals("in a callback", hub.takeReport().getMessage());
                    assertFalse(hub.hub().isClosed());
                });
    }
}
