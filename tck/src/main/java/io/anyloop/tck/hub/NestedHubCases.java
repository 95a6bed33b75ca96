package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.spi.HostedLoop;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.TurnProbe;
import java.time.Duration;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// Hubs that greenlets and callbacks of other hubs open and close.
public abstract class NestedHubCases extends Cases {
    private static final int DEPTH = 3;
    private static final int ROUNDS = 10;

    // ---------------------------------------------------------------- by greenlets

    @Test
    void h37_who_uses_a_hub_within_a_hub_holds_up_nobody_outside() throws Exception {
        besideHub(hub ->
                hub.hub()
                        .call(() -> {
                            var ran = new Event();
                            Greenlet.spawn(ran::set);
                            var inner = hub.other().hub();
                            inner.call(() -> ran.await());
                            inner.close();
                            assertThrows(HubClosedException.class, () -> inner.call(() -> 7));
                        }));
    }

    @Test
    void h37_hubs_within_hubs_are_closed_from_the_inside_out() throws Exception {
        besideHub(hub -> assertEquals(DEPTH, hub.hub().call(() -> openDown(hub, DEPTH))));
    }

    private static int openDown(HubCase hub, int left) throws Exception {
        if (left == 0) {
            return 0;
        }
        try (var inner = hub.other().hub()) {
            return 1 + inner.call(() -> openDown(hub, left - 1));
        }
    }

    @Test
    void h37_a_hub_goes_on_when_the_hub_ends_whose_greenlet_has_opened_it() throws Exception {
        besideHub(hub -> {
            var go = new Event();
            var inner = hub.hub().call(() -> hub.other().hub());
            var waits =
                    inner.spawn(() -> {
                        go.await();
                        return "went on";
                    });
            hub.hub().close();
            assertFalse(inner.isClosed());
            go.set();
            assertEquals("went on", waits.get());
        });
    }

    // ---------------------------------------------------------------- by callbacks

    @Test
    void h38_a_callback_of_another_hub_can_close_it_beside_others_who_do() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var parked = hub.hub().spawn(() -> Greenlet.current().join());
            hub.awaitParked(1);
            var too = other.hub().spawn(() -> hub.hub().close());
            other.onLoop(hub.hub()::close);
            Killed.assertKilled(parked);
            too.get();
            assertEquals("alive", other.hub().call(() -> "alive"));
        });
    }

    /// Its greenlet waits for the hub that waits for it.
    @Test
    void h38_they_wait_for_each_other_no_longer_than_the_limit() throws Exception {
        besideHub(
                options -> options.closeLimit(Duration.ofMillis(50)),
                hub -> {
                    var other = hub.other();
                    var heard = new AsyncResult<String>();
                    hub.hub()
                            .spawn(() -> {
                                try {
                                    Greenlet.current().join();
                                } finally {
                                    heard.set(other.hub().call(() -> "heard"));
                                }
                            });
                    hub.awaitParked(1);
                    other.onLoop(() -> {
                        hub.hub().close();
                        assertFalse(heard.isReady());
                    });
                    assertEquals("heard", heard.get(hub.time.prompt()));
                    other.assertNoReport();
                });
    }

    // ---------------------------------------------------------------- while it opens

    @Test
    void h39_a_hub_that_is_closed_as_soon_as_it_is_there_ends() throws Exception {
        besideHub(hub -> {
            for (int i = 0; i < ROUNDS; i++) {
                var young = hub.other().hub();
                var closer = new FutureTask<Void>(young::close, null);
                Thread.ofPlatform().daemon().start(closer);
                try {
                    var late = young.spawn(() -> Greenlet.current().join());
                    closer.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
                    assertTrue(late.hasEnded());
                } catch (HubClosedException e) {
                    closer.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
                }
            }
        });
    }

    @Test
    void h39_a_guest_that_is_closed_before_its_host_has_taken_it_in_ends() throws Exception {
        HubCase.requireHosted(loops);
        var closer = new AsyncResult<Thread>();
        var probe = new TurnProbe().whenAttaching(loop -> closer.set(closeElsewhere(loop)));
        besideHub(
                options -> {},
                loop -> probe.watch((HostedLoop) loop),
                hub -> {
                    closer.get().join(hub.time.prompt());
                    assertFalse(closer.get().isAlive(), "closing has not ended");
                    var e = assertThrows(HubClosedException.class, () -> hub.hub().call(() -> 7));
                    assertTrue(e.getMessage().contains("Open another hub"), e.getMessage());
                });
    }

    /// Closes the guest of a loop on another thread.
    ///
    /// @return that thread, which waits for the end
    private static Thread closeElsewhere(HostedLoop loop) {
        Thread closer = Thread.ofPlatform().daemon().start(Hub.guestOf(loop).orElseThrow()::close);
        while (closer.isAlive() && closer.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(200_000);
        }
        return closer;
    }
}
