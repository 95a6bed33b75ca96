package io.anyloop.tck.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.spi.HostedLoop;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.setup.Host;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// A hub as the guest of a host.
public abstract class GuestCases extends HostCases {

    @Test
    void b01_opening_and_closing_a_hub_leaves_the_host_running() throws Exception {
        besideHost(hub -> {
            var thread = onHost(hub, Thread::currentThread);
            hub.hub().call(() -> Greenlet.yield());
            assertSame(thread, onHost(hub, Thread::currentThread));
            hub.hub().close();
            assertSame(thread, onHost(hub, Thread::currentThread));
        });
    }

    @Test
    void b02_callbacks_of_the_host_and_greenlets_share_a_thread_and_never_overlap()
            throws Exception {
        besideHost(hub -> {
            var counter = new int[1];
            var greenlet = hub.hub().spawn(() -> bumpAndYield(counter));
            for (int i = 0; i < 1_000; i++) {
                hub.host().execute(() -> bump(counter));
            }
            greenlet.join();
            String host = onHost(hub, () -> Thread.currentThread().getName());
            assertEquals(2_000, counter[0]);
            assertTrue(hub.hub().call(HubCase::carrier).startsWith(host), host);
        });
    }

    private static void bumpAndYield(int[] counter) {
        for (int i = 0; i < 1_000; i++) {
            bump(counter);
            Greenlet.yield();
        }
    }

    private static void bump(int[] counter) {
        int seen = counter[0];
        Thread.onSpinWait();
        counter[0] = seen + 1;
    }

    @Test
    void b03_the_host_gets_its_share_while_greenlets_spin() throws Exception {
        besideHost(hub -> {
            var stop = new AtomicBoolean();
            var spinners = new ArrayList<Greenlet<Void>>();
            for (int i = 0; i < 3; i++) {
                spinners.add(hub.hub().spawn(() -> spin(stop)));
            }
            for (int i = 0; i < 50; i++) {
                onHost(hub, () -> null);
            }
            stop.set(true);
            spinners.forEach(Greenlet::join);
        });
    }

    private static void spin(AtomicBoolean stop) {
        while (!stop.get()) {
            Greenlet.sleep(Duration.ZERO);
        }
    }

    @Test
    void b04_greenlets_get_on_while_the_host_is_flooded() throws Exception {
        besideHost(hub -> {
            var stop = new AtomicBoolean();
            for (int i = 0; i < 3; i++) {
                flood(hub.host(), stop);
            }
            hub.hub()
                    .call(() -> {
                        for (int i = 0; i < 1_000; i++) {
                            Greenlet.yield();
                        }
                        Greenlet.sleep(hub.unit());
                    });
            stop.set(true);
        });
    }

    private static void flood(Host host, AtomicBoolean stop) {
        host.execute(() -> {
            if (!stop.get()) {
                flood(host, stop);
            }
        });
    }

    @Test
    void b05_a_callback_of_the_host_may_spawn_but_not_wait() throws Exception {
        besideHost(hub -> {
            var greenlet = onHost(hub, () -> hub.hub().spawn(() -> "value"));
            assertEquals("value", greenlet.get());
            onHost(hub, () -> hub.hub().post(() -> {}));
            var parked = hub.hub().spawn(() -> LockSupport.park());
            hub.awaitParked(1);
            var refusal =
                    onHost(hub, () -> assertThrows(BlockingInLoopException.class, parked::join));
            assertTrue(
                    refusal.getMessage().contains("put the code into a greenlet"),
                    refusal.getMessage());
            parked.kill();
        });
    }

    @Test
    void b06_awaiting_a_future_of_the_host_parks_only_the_greenlet() throws Exception {
        besideHost(hub -> {
            var future = new CompletableFuture<String>();
            var waits = hub.hub().spawn(() -> future.get());
            hub.awaitParked(1);
            assertEquals("other", hub.hub().call(() -> "other"));
            hub.host().execute(() -> future.complete("value"));
            assertEquals("value", waits.get());
        });
    }

    @Test
    void b07_a_future_that_another_thread_completes_wakes_the_greenlet_where_it_was()
            throws Exception {
        besideHost(hub -> {
            var future = new CompletableFuture<String>();
            var carriers =
                    hub.hub()
                            .spawn(() -> {
                                String before = HubCase.carrier();
                                future.get();
                                return List.of(before, HubCase.carrier());
                            });
            hub.awaitParked(1);
            future.complete("value");
            assertEquals(carriers.get().get(0), carriers.get().get(1));
        });
    }

    @Test
    void b09_failures_do_not_cross_between_host_and_hub() throws Exception {
        besideHost(hub -> {
            var thread = onHost(hub, Thread::currentThread);
            var failure = new IllegalStateException("expected");
            hub.hub().spawn(Failing.with(failure)).join();
            assertSame(failure, hub.takeReport());
            hub.hub().post(Failing.callback(failure));
            assertSame(failure, hub.takeReport());
            assertSame(thread, onHost(hub, Thread::currentThread));
            var ofTheHost = new FutureTask<>(Failing.callback(failure), null);
            hub.host().execute(ofTheHost);
            assertEquals("value", hub.hub().call(() -> "value"));
            hub.assertNoReport();
        });
    }

    @Test
    void b10_a_second_hub_on_the_same_loop_is_refused_and_harms_nobody() throws Exception {
        besideHost(hub -> {
            assertThrows(IllegalStateException.class, () -> Hub.on(hub.loop()));
            var loop = (HostedLoop) hub.loop();
            assertSame(hub.hub(), Hub.guestOf(loop).orElseThrow());
            assertEquals("value", hub.hub().spawn(() -> "value").get());
            hub.hub().call(() -> Greenlet.sleep(hub.unit()));
        });
    }

    @Test
    void b11_a_hub_can_be_used_before_its_first_turn() throws Exception {
        besideHost(hub -> assertEquals("value", hub.hub().spawn(() -> "value").get()));
        besideHost(hub -> {
            var ran = new AtomicInteger();
            hub.hub().post(ran::incrementAndGet);
            hub.eventually("the post was lost", () -> ran.get() == 1);
        });
        besideHost(hub -> hub.hub().close());
    }

    @Test
    void b12_when_the_host_ends_first_every_greenlet_learns_it_and_cleans_up() throws Exception {
        besideHost(hub -> {
            var log = Collections.synchronizedList(new ArrayList<Object>());
            var parked = hub.hub().spawn(() -> parkAndLog(hub, log));
            var never = hub.hub().unstarted(() -> log.add("ran"));
            var waits = hub.hub().spawn(() -> never.get());
            hub.awaitParked(2);
            hub.host().end();
            var e = assertThrows(HubClosedException.class, parked::get);
            assertTrue(e.getMessage().contains("Open another hub"), e.getMessage());
            assertNotEquals(null, e.getCause());
            assertThrows(HubClosedException.class, waits::get);
            assertThrows(HubClosedException.class, never::get);
            assertEquals(List.of(e, "cleaned up"), log);
            assertThrows(HubClosedException.class, () -> hub.hub().post(() -> {}));
            assertThrows(HubClosedException.class, () -> hub.hub().call(() -> 1));
            assertTrue(hub.hub().isClosed());
            hub.hub().close();
            assertTrue(Hub.guestOf((HostedLoop) hub.loop()).isEmpty());
        });
    }

    private static void parkAndLog(HubCase hub, List<Object> log) {
        try {
            Greenlet.current().join();
        } catch (Throwable e) {
            log.add(e);
            throw e;
        } finally {
            Greenlet.sleep(hub.unit());
            log.add("cleaned up");
        }
    }

    @Test
    void b13_when_the_hub_is_closed_first_nothing_of_it_stays_on_the_host() throws Exception {
        besideHost(hub -> {
            var parked = hub.hub().spawn(() -> Greenlet.sleep(HubCase.FAR));
            hub.hub().timer(() -> {}).repeat(hub.unit());
            hub.awaitParked(1);
            hub.hub().close();
            Killed.assertKilled(parked);
            hub.eventually("something is left on the host", () -> hub.host().left() == 0);
            assertEquals("alive", onHost(hub, () -> "alive"));
        });
    }

    @Test
    void b13_a_hub_can_be_closed_on_its_hosts_thread() throws Exception {
        besideHost(hub -> {
            var parked = hub.hub().spawn(() -> Greenlet.sleep(HubCase.FAR));
            hub.awaitParked(1);
            onHost(
                    hub,
                    () -> {
                        hub.hub().close();
                        return null;
                    });
            Killed.assertKilled(parked);
            assertEquals("alive", onHost(hub, () -> "alive"));
        });
    }

    /// After the first turn: before it, a loop may not know its thread.
    @Test
    void b14_waiting_for_the_hub_on_the_hosts_thread_is_refused_at_once() throws Exception {
        besideHost(hub -> {
            hub.hub().call(() -> Greenlet.yield());
            var e =
                    onHost(
                            hub,
                            () ->
                                    assertThrows(
                                            BlockingInLoopException.class,
                                            () -> hub.hub().call(() -> "value")));
            assertTrue(e.getMessage().contains("Hub.call"), e.getMessage());
            assertFalse(hub.hub().isClosed());
        });
    }
}
