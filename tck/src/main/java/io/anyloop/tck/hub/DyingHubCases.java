package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.HostedLoop;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.FailingLoop;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Told;
import io.anyloop.tck.setup.UnfitHost;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A hub that dies, or is closed on those who wait: everybody learns it, nobody hangs.
public abstract class DyingHubCases extends Cases {

    /// What a case does with a hub whose loop it can break.
    @FunctionalInterface
    private interface Breaking {
        void run(HubCase hub, FailingLoop loop) throws Throwable;
    }

    private void onFailingLoop(Breaking body) throws Exception {
        HubCase.requireDriven(loops);
        var made = new FailingLoop[1];
        besideHub(
                options -> {},
                loop -> made[0] = new FailingLoop((DrivenLoop) loop),
                hub -> body.run(hub, made[0]));
    }

    /// Runs something that must not hang, on a thread of its own.
    private static Throwable thrownBy(HubCase hub, Blocking call) throws Exception {
        var task = new FutureTask<>(() -> assertThrows(Throwable.class, call::run));
        Thread.ofPlatform().daemon().start(task);
        return task.get(3 * hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
    }

    private static void assertDied(HubCase hub, Throwable cause, Throwable e) {
        assertSame(HubClosedException.class, e.getClass(), e::toString);
        assertSame(cause, e.getCause(), e::toString);
        for (String part : List.of(hub.hub().name(), "Open another hub")) {
            assertTrue(e.getMessage().contains(part), e.getMessage());
        }
    }

    @TestFactory
    Stream<DynamicTest>
            bi10_a_loop_that_throws_from_its_poll_ends_the_hub_and_everybody_learns_it() {
        return Stream.of(
                        new IOException("no more"),
                        new IllegalStateException("no more"),
                        new StackOverflowError("no more"))
                .map(cause ->
                        DynamicTest.dynamicTest(
                                cause.getClass().getSimpleName(),
                                () -> onFailingLoop((hub, loop) -> die(hub, loop, cause))));
    }

    private static void die(HubCase hub, FailingLoop loop, Throwable cause) throws Exception {
        var log = Collections.synchronizedList(new ArrayList<Object>());
        var waits = hub.hub().spawn(() -> waitAndCleanUp(hub, log));
        var getter = hub.hub().spawn(() -> waits.get());
        hub.awaitParked(2);
        var delayed = hub.hub().spawnLater(HubCase.ENDLESS, () -> log.add("ran"));
        var never = hub.hub().unstarted(() -> log.add("ran"));
        var outside = new FutureTask<>(() -> thrownBy(hub, never::get));
        Thread.ofPlatform().daemon().start(outside);
        hub.eventually("nobody waits", () -> never.linkCount() == 1);
        loop.breakWith(cause);
        assertDied(hub, cause, thrownBy(hub, waits::get));
        assertDied(hub, cause, thrownBy(hub, getter::get));
        assertDied(hub, cause, thrownBy(hub, delayed::get));
        assertDied(hub, cause, outside.get());
        assertEquals(List.of("HubClosedException", "cleaned up"), log);
        assertDied(hub, cause, thrownBy(hub, () -> hub.hub().call(() -> 1)));
        assertDied(hub, cause, thrownBy(hub, () -> hub.hub().post(() -> {})));
        assertTrue(hub.hub().isClosed());
        hub.hub().close();
    }

    private static void waitAndCleanUp(HubCase hub, List<Object> log) {
        try {
            Greenlet.sleep(HubCase.ENDLESS);
        } catch (HubClosedException e) {
            log.add(e.getClass().getSimpleName());
            throw e;
        } finally {
            Greenlet.sleep(Duration.ofMillis(10));
            log.add("cleaned up");
        }
    }

    @Test
    void bi10_a_call_is_told_when_the_loop_throws() throws Exception {
        onFailingLoop((hub, loop) -> {
            var cause = new IOException("no more");
            var breaker =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                hub.awaitParked(1);
                                loop.breakWith(cause);
                            });
            assertDied(
                    hub,
                    cause,
                    thrownBy(hub, () -> hub.hub().call(() -> Greenlet.current().join())));
            breaker.join();
        });
    }

    @Test
    void bi10_a_wait_of_the_jdk_is_interrupted_when_the_loop_throws() throws Exception {
        onFailingLoop((hub, loop) -> {
            var cause = new IOException("no more");
            var log = Collections.synchronizedList(new ArrayList<String>());
            var waits =
                    hub.hub()
                            .spawn(() -> {
                                try {
                                    new CountDownLatch(1).await();
                                } finally {
                                    log.add("finally");
                                }
                            });
            hub.awaitParked(1);
            loop.breakWith(cause);
            assertDied(hub, cause, thrownBy(hub, waits::get));
            assertEquals(List.of("finally"), log);
        });
    }

    @Test
    void bi10_others_hear_what_a_dying_hubs_greenlets_catch_and_throw() throws Exception {
        onFailingLoop((hub, loop) -> {
            var own = new IllegalStateException("expected");
            var waits =
                    hub.hub()
                            .spawn(() -> {
                                try {
                                    Greenlet.current().join();
                                } catch (HubClosedException e) {
                                    throw own;
                                }
                            });
            hub.awaitParked(1);
            loop.breakWith(new IOException("no more"));
            assertSame(own, thrownBy(hub, waits::get));
            hub.hub().close();
            assertSame(own, hub.takeReport());
        });
    }

    @Test
    void bi11_get_after_the_end_of_the_hub_gives_what_there_is_or_says_that_it_is_closed()
            throws Exception {
        besideHub(hub -> {
            var ended = hub.hub().spawn(() -> "value");
            assertEquals("value", ended.get());
            var never = hub.hub().unstarted(() -> "value");
            hub.hub().close();
            assertEquals("value", ended.get());
            for (Blocking call : List.<Blocking>of(never::get, () -> never.get(HubCase.FAR))) {
                assertDied(hub, null, thrownBy(hub, call));
            }
            never.join();
            assertFalse(never.isSuccessful());
        });
    }

    @Test
    void bi11_who_waits_for_a_greenlet_that_was_never_started_learns_of_the_closing()
            throws Exception {
        besideHub(hub -> {
            var never = hub.hub().unstarted(() -> "value");
            var outside = new FutureTask<>(() -> thrownBy(hub, never::get));
            Thread.ofPlatform().daemon().start(outside);
            hub.eventually("nobody waits", () -> never.linkCount() == 1);
            hub.hub().close();
            assertDied(hub, null, outside.get());
        });
    }

    @Test
    void bi12_a_greenlet_that_does_not_end_in_time_is_given_up() throws Exception {
        var go = new CountDownLatch(1);
        var went = new CountDownLatch(1);
        besideHub(
                options -> options.closeLimit(Duration.ofMillis(50)),
                hub -> {
                    var stubborn =
                            hub.hub()
                                    .spawn(() -> {
                                        awaitStubbornly(go);
                                        Thread.sleep(1);
                                        went.countDown();
                                    });
                    hub.awaitParked(1);
                    hub.hub().close();
                    assertDied(hub, null, thrownBy(hub, stubborn::get));
                    go.countDown();
                    assertTrue(
                            went.await(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS),
                            "it did not go on alone");
                });
    }

    private static void awaitStubbornly(CountDownLatch go) {
        while (go.getCount() > 0) {
            try {
                go.await();
            } catch (InterruptedException e) {
                // Stubborn.
            }
        }
    }

    @Test
    void bi12_links_fire_while_the_hub_is_closing() throws Exception {
        besideHub(hub -> {
            var log = Collections.synchronizedList(new ArrayList<String>());
            var parked = hub.hub().spawn(() -> Greenlet.sleep(HubCase.ENDLESS));
            parked.link(ended -> log.add("link"));
            parked.linkOnLoop(ended -> log.add("on loop"));
            hub.awaitParked(1);
            hub.hub().close();
            assertEquals(List.of("link", "on loop"), log);
        });
    }

    @Test
    void bi12_what_finally_spawns_while_the_hub_is_closing_is_refused() throws Exception {
        besideHub(hub -> {
            var log = Collections.synchronizedList(new ArrayList<Object>());
            hub.hub()
                    .spawn(() -> {
                        try {
                            Greenlet.current().join();
                        } finally {
                            log.add(
                                    assertThrows(
                                            HubClosedException.class,
                                            () -> Greenlet.spawn(() -> 1)));
                        }
                    });
            hub.awaitParked(1);
            hub.hub().close();
            assertEquals(1, log.size());
        });
    }

    @Test
    void bi13_a_driven_loop_that_is_given_to_a_second_hub_stays_with_the_first() throws Exception {
        HubCase.requireDriven(loops);
        besideHub(hub -> {
            assertThrows(RuntimeException.class, () -> Hub.on(hub.loop()));
            assertEquals("value", hub.hub().call(() -> "value"));
        });
    }

    @Test
    void bi14_a_host_that_cannot_carry_greenlets_ends_the_hub_with_a_message() throws Exception {
        HubCase.requireHosted(loops);
        for (var unfit : UnfitHost.values()) {
            var loop = loops.openUnfit(unfit);
            if (loop.isPresent()) {
                assertTimeoutPreemptively(
                        loops.environment().limit(), () -> assertUnfit(loop.get(), unfit));
            }
        }
    }

    private void assertUnfit(HostedLoop loop, UnfitHost unfit) throws IOException {
        try (var hub = Hub.on(loop)) {
            var never = hub.unstarted(() -> 1);
            useUntilClosed(hub);
            var e = assertThrows(HubClosedException.class, never::get);
            assertNotNull(e.getCause());
            assertTrue(Told.names(unfit, e.getCause().getMessage()), e.getCause()::toString);
        } finally {
            loops.dispose(loop);
        }
    }

    /// Sends while a turn runs, so that a host with a second thread uses it.
    private static void useUntilClosed(Hub hub) {
        try {
            while (!hub.isClosed()) {
                hub.post(() -> LockSupport.parkNanos(200_000));
                LockSupport.parkNanos(50_000);
            }
        } catch (HubClosedException e) {
            // As expected, and a little earlier.
        }
    }
}
