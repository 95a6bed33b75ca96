package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Loops;
import io.anyloop.exceptions.BlockingInLoopException;
import io.anyloop.exceptions.HubClosedException;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.VertxInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class VertxHubTest extends OnVertx {
    private static final Duration FAR_OFF = Duration.ofDays(1);

    @Test
    void b10_every_context_of_an_event_loop_finds_the_same_hub() throws Exception {
        assertSame(hub, VertxHub.of(context));
        assertSame(hub, onLoop(() -> VertxHub.of(vertx)));
        var neighbour =
                ((VertxInternal) vertx)
                        .contextBuilder()
                        .withEventLoop(newContext().nettyEventLoop())
                        .build();
        while (neighbour.nettyEventLoop()
                != ((io.vertx.core.internal.ContextInternal) context).nettyEventLoop()) {
            neighbour = newContext();
        }
        assertSame(hub, VertxHub.of(neighbour));
        assertSame(hub, hub.call(() -> VertxHub.of(vertx)));
    }

    @Test
    void b10_another_event_loop_has_another_hub() {
        var hubs = new HashSet<Hub>();
        for (int i = 0; i < 4; i++) {
            hubs.add(VertxHub.of(newContext()));
        }
        assertEquals(2, hubs.size());
    }

    @Test
    void b10_threads_that_ask_at_once_get_one_hub() throws Exception {
        hub.close();
        var start = new CountDownLatch(1);
        var found = Collections.synchronizedSet(new HashSet<Hub>());
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 4; i++) {
            threads.add(
                    Thread.ofPlatform()
                            .start(() -> {
                                try {
                                    start.await();
                                } catch (InterruptedException e) {
                                    throw new AssertionError(e);
                                }
                                found.add(VertxHub.of(context));
                            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(1, found.size());
        assertFalse(found.iterator().next().isClosed());
    }

    @Test
    void b10_a_hub_opened_by_hand_in_a_handler_is_found_again_and_a_second_is_refused()
            throws Exception {
        var other = newContext();
        while (VertxHub.of(other) == hub) {
            other = newContext();
        }
        VertxHub.of(other).close();
        var opened = in(other, Hub::open);
        assertEquals("vertx", opened.loopName());
        assertSame(opened, VertxHub.of(other));
        var refused = assertThrows(Exception.class, () -> onLoop(Hub::open)).getCause();
        assertTrue(refused.getMessage().contains("VertxHub.of(context)"), refused.getMessage());
        opened.close();
    }

    @Test
    void b05_in_a_handler_of_an_event_loop_the_loop_vertx_is_chosen() throws Exception {
        assertEquals("vertx", onLoop(() -> Loops.choose().provider().name()));
        assertFalse(Loops.named("vertx").availability().isYes());
        var refused = assertThrows(IllegalStateException.class, () -> Hub.open("vertx"));
        assertTrue(refused.getMessage().contains("VertxHub.of(vertx)"), refused.getMessage());
    }

    @Test
    void b05_contexts_without_an_event_loops_thread_are_refused_by_name() throws Exception {
        for (var model : List.of(ThreadingModel.WORKER, ThreadingModel.VIRTUAL_THREAD)) {
            var unfit = ((VertxInternal) vertx).createContext(model);
            var refused = assertThrows(IllegalArgumentException.class, () -> VertxHub.of(unfit));
            assertTrue(refused.getMessage().contains(model.name()), refused.getMessage());
            var opening =
                    assertThrows(Exception.class, () -> in(unfit, () -> Hub.open("vertx")))
                            .getCause();
            assertTrue(opening.getMessage().contains(model.name()), opening.getMessage());
        }
    }

    @Test
    void b05_a_greenlet_is_not_on_the_contexts_own_thread_to_open_a_second_hub() throws Exception {
        var refused =
                assertThrows(
                        IllegalStateException.class, () -> inGreenlet(() -> Hub.open("vertx")));
        assertTrue(refused.getMessage().contains("is not the thread"), refused.getMessage());
    }

    @Test
    void b12_when_vertx_closes_verticles_stop_first_then_greenlets_end_on_their_event_loop()
            throws Exception {
        var log = Collections.synchronizedList(new ArrayList<String>());
        var parked =
                hub.spawn(() -> {
                    try {
                        Greenlet.sleep(FAR_OFF);
                    } finally {
                        Greenlet.yield();
                        log.add("cleaned up on " + carrier());
                    }
                });
        awaitParked(1);
        vertx.deployVerticle(
                        new GreenletVerticle() {
                            @Override
                            protected void stop() {
                                Greenlet.sleep(Duration.ofMillis(20));
                                log.add("stopped");
                            }
                        })
                .await();
        String thread = onLoop(() -> Thread.currentThread().getName());
        vertx.close().await();
        assertEquals(List.of("stopped", "cleaned up on " + thread), log);
        assertTrue(parked.hasEnded() && parked.isSuccessful());
        assertThrows(HubClosedException.class, () -> hub.spawn(() -> {}));
    }

    @Test
    void b13_when_the_hub_closes_first_vertx_goes_on_and_another_hub_can_be_opened()
            throws Exception {
        var parked = hub.spawn(() -> Greenlet.sleep(FAR_OFF));
        awaitParked(1);
        hub.close();
        assertTrue(parked.hasEnded());
        assertEquals("alive", onLoop(() -> "alive"));
        var next = VertxHub.of(context);
        assertNotSame(hub, next);
        assertEquals(1, next.call(() -> 1));
    }

    @Test
    void b14_waiting_for_the_hub_in_a_handler_is_refused_at_once() throws Exception {
        var refused = new AtomicReference<Throwable>();
        onLoop(() -> {
            refused.set(assertThrows(BlockingInLoopException.class, () -> hub.call(() -> "value")));
            return null;
        });
        assertTrue(refused.get().getMessage().contains("Hub.call"));
    }

    static String carrier() {
        String thread = Thread.currentThread().toString();
        return thread.substring(thread.lastIndexOf('@') + 1);
    }
}
