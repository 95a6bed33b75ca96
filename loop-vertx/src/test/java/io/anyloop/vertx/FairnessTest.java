package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Netty runs its tasks for up to a second before it looks at timers and channels: turns must not keep it from that.
@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class FairnessTest extends OnVertx {
    private static final long LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private final AtomicBoolean stop = new AtomicBoolean();

    private void spin() {
        while (!stop.get()) {
            Greenlet.yield();
        }
    }

    private ArrayList<Greenlet<Void>> spinners() {
        var spinners = new ArrayList<Greenlet<Void>>();
        for (int i = 0; i < 3; i++) {
            spinners.add(hub.spawn(this::spin));
        }
        return spinners;
    }

    @Test
    void b03_timers_of_vertx_are_on_time_while_greenlets_spin() throws Exception {
        var spinners = spinners();
        long[] late = new long[40];
        for (int i = 0; i < late.length; i++) {
            late[i] = onLoop(this::lateTimer).await();
        }
        stop.set(true);
        spinners.forEach(Greenlet::join);
        Arrays.sort(late);
        long median = late[late.length / 2];
        assertTrue(median < LATE_NANOS, () -> "half of the timers are late by " + median + " ns");
    }

    private io.vertx.core.Future<Long> lateTimer() {
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
        return vertx.timer(5).map(_ -> System.nanoTime() - due);
    }

    @Test
    void b03_channels_of_vertx_are_served_while_greenlets_spin_and_post() throws Exception {
        var server =
                onLoop(() ->
                                hold(vertx.createHttpServer())
                                        .requestHandler(request -> request.response().end("served"))
                                        .listen(0, "localhost"))
                        .await();
        var spinners = spinners();
        spinners.add(
                hub.spawn(() -> {
                    while (!stop.get()) {
                        context.runOnContext(_ -> {});
                        Greenlet.yield();
                    }
                }));
        var client = hold(vertx.createHttpClient());
        long start = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            var body =
                    client.request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                            .compose(OnVertx::bodyOf)
                            .await();
            assertEquals("served", body.toString());
        }
        long took = System.nanoTime() - start;
        stop.set(true);
        spinners.forEach(Greenlet::join);
        assertTrue(took < 20 * LATE_NANOS, () -> "20 requests took " + took + " ns");
    }

    @Test
    void b04_greenlets_get_on_while_tasks_flood_the_event_loop() {
        for (int i = 0; i < 3; i++) {
            flood();
        }
        var turns = new AtomicInteger();
        long start = System.nanoTime();
        hub.call(() -> {
            for (int i = 0; i < 50; i++) {
                Greenlet.sleep(java.time.Duration.ofNanos(1));
                turns.incrementAndGet();
            }
        });
        long took = System.nanoTime() - start;
        stop.set(true);
        assertEquals(50, turns.get());
        assertTrue(took < 50 * LATE_NANOS, () -> "50 turns took " + took + " ns");
    }

    private void flood() {
        ((ContextInternal) context)
                .nettyEventLoop()
                .execute(() -> {
                    if (!stop.get()) {
                        flood();
                    }
                });
    }
}
