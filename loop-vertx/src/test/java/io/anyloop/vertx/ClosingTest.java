package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.loop.vertx.VertxLoop;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class ClosingTest extends OnEachVertx {
    private static final Duration FAR_OFF = Duration.ofDays(1);
    private static final Duration SHORT = Duration.ofMillis(100);
    private static final int CLOSINGS = 200;
    private final AtomicInteger stopping = new AtomicInteger();
    private final AtomicInteger stopped = new AtomicInteger();
    private final Set<Hub> hubs = ConcurrentHashMap.newKeySet();

    /// Its stop waits three times, each in another way.
    private final class Slow extends GreenletVerticle {
        @Override
        protected void start() {
            hubs.add(hub);
        }

        @Override
        protected void stop() throws InterruptedException {
            stopping.incrementAndGet();
            Greenlet.sleep(SHORT);
            Thread.sleep(SHORT);
            VertxFutures.await(vertx.timer(SHORT.toMillis()));
            stopped.incrementAndGet();
        }
    }

    private static DeploymentOptions times(int instances) {
        return new DeploymentOptions().setInstances(instances);
    }

    @Test
    void each_stop_runs_to_its_end_and_nothing_is_logged() {
        await(vertx.deployVerticle(Slow::new, times(4)));
        await(vertx.deployVerticle(Slow::new, times(4)));
        await(vertx.close());
        assertEquals(8, stopped.get());
        assertEquals(List.of(), logged.lines());
        assertEquals(eventLoops, hubs.size());
        assertTrue(hubs.stream().allMatch(Hub::isClosed));
        await(vertx.close());
        assertEquals(List.of(), logged.lines());
    }

    @Test
    void a_stop_of_a_plain_verticle_may_use_greenlets_and_children_stop_before_their_parents() {
        var order = Collections.synchronizedList(new ArrayList<String>());
        var parent =
                new AbstractVerticle() {
                    @Override
                    public void start(Promise<Void> started) {
                        VertxHub.of(context);
                        vertx.deployVerticle(new Slow()).<Void>mapEmpty().onComplete(started);
                    }

                    @Override
                    public void stop(Promise<Void> done) {
                        order.add("parent after " + stopped.get());
                        VertxHub.call(
                                        vertx,
                                        () -> {
                                            Greenlet.sleep(SHORT);
                                            order.add("done");
                                            return (Void) null;
                                        })
                                .onComplete(done);
                    }
                };
        await(vertx.deployVerticle(parent));
        await(vertx.close());
        assertEquals(List.of("parent after 1", "done"), order);
        assertEquals(List.of(), logged.lines());
    }

    @Test
    void closing_waits_for_those_that_others_undeploy() {
        String id = await(vertx.deployVerticle(Slow::new, times(2)));
        var undeployed = vertx.undeploy(id);
        // It begins on another thread. Whoever begins later is told that it was undeployed already.
        OnVertx.eventually("no stop has begun", () -> stopping.get() > 0);
        await(vertx.close());
        assertEquals(2, stopped.get());
        assertTrue(undeployed.succeeded(), undeployed::toString);
        assertEquals(List.of(), logged.lines());
    }

    @Test
    void a_stop_goes_on_with_another_hub_if_somebody_has_closed_the_first() {
        String id = await(vertx.deployVerticle(new Slow()));
        hubs.forEach(Hub::close);
        await(vertx.undeploy(id));
        assertEquals(1, stopped.get());
        assertEquals(List.of(), logged.lines());
    }

    /// A stop that is under way is cut off with its hub. One that has not begun is nobody's to cut off.
    @Test
    void a_stop_begins_whenever_somebody_closes_its_hub() throws InterruptedException {
        for (int round = 1; round <= CLOSINGS; round++) {
            var verticle = new Quick();
            String id = await(vertx.deployVerticle(verticle));
            var closer = Thread.ofPlatform().start(verticle.hub()::close);
            for (int i = round % 50; i > 0; i--) {
                Thread.onSpinWait();
            }
            var undeployed = vertx.undeploy(id);
            OnVertx.eventually("undeployed", undeployed::isComplete);
            closer.join();
            assertEquals(round, stopping.get(), undeployed::toString);
            assertTrue(
                    undeployed.succeeded() || undeployed.cause() instanceof CancellationException,
                    undeployed::toString);
        }
        assertEquals(List.of(), logged.lines());
    }

    private final class Quick extends GreenletVerticle {
        Hub hub() {
            return hub;
        }

        @Override
        protected void stop() {
            stopping.incrementAndGet();
            Greenlet.yield();
        }
    }

    @Test
    void a_called_greenlet_that_is_killed_before_its_first_step_completes_its_future() {
        Context context = newContext();
        var called = new AtomicReference<Future<String>>();
        var ran = new AtomicBoolean();
        context.runOnContext(_ -> {
            called.set(
                    VertxHub.call(
                            vertx,
                            () -> {
                                ran.set(true);
                                return "value";
                            }));
            beginToClose(VertxHub.of(context));
        });
        OnVertx.eventually("not called", () -> called.get() != null);
        assertThrows(CancellationException.class, () -> await(called.get()));
        assertFalse(ran.get());
        assertEquals(List.of(), logged.lines());
    }

    /// Within a handler of the hub's event loop: the end is under way when this returns.
    static void beginToClose(Hub hub) {
        var closing = new Thread(hub::close);
        closing.start();
        while (closing.getState() != Thread.State.TIMED_WAITING) {
            LockSupport.parkNanos(100_000);
        }
    }

    @Test
    void who_waits_for_a_greenlet_that_is_killed_before_its_first_step_gets_an_answer()
            throws Exception {
        Context context = newContext();
        var ran = new AtomicBoolean();
        var messages = GreenletHandler.<String>message(_ -> ran.set(true));
        var requests = GreenletHandler.request(_ -> ran.set(true));
        OnVertx.in(
                context,
                () ->
                        vertx.eventBus()
                                .<String>consumer(
                                        "address",
                                        message -> {
                                            messages.handle(message);
                                            beginToClose(VertxHub.of(context));
                                        }));
        var server =
                await(
                        OnVertx.in(
                                context,
                                () ->
                                        vertx.createHttpServer()
                                                .requestHandler(request -> {
                                                    beginToClose(VertxHub.of(context));
                                                    requests.handle(request);
                                                })
                                                .listen(0, "localhost")));
        var refused =
                assertThrows(
                        ReplyException.class,
                        () -> await(vertx.eventBus().request("address", "question")));
        assertTrue(refused.getMessage().contains("closed before it could begin"));
        OnVertx.eventually("not closed", () -> VertxLoop.withGuest(context).isEmpty());
        var client = vertx.createHttpClient();
        assertEquals(
                "503 ",
                await(
                        client.request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                                .compose(request -> HttpOnVertx.statusAndBody(request.send()))));
        assertFalse(ran.get());
        assertEquals(List.of(), logged.lines());
        client.close();
    }

    @Test
    void a_call_in_the_context_of_a_verticle_that_ends_completes_its_future() {
        var called = new AtomicReference<Future<String>>();
        var verticle =
                new GreenletVerticle() {
                    @Override
                    protected void start() {
                        ((ContextInternal) context)
                                .closeFuture()
                                .add(done -> {
                                    done.succeed();
                                    context.runOnContext(_ -> called.set(callForLong()));
                                });
                    }

                    private Future<String> callForLong() {
                        return VertxHub.call(
                                vertx,
                                () -> {
                                    Greenlet.sleep(FAR_OFF);
                                    return "value";
                                });
                    }
                };
        String id = await(vertx.deployVerticle(verticle));
        await(vertx.undeploy(id));
        OnVertx.eventually("not called", () -> called.get() != null);
        assertThrows(CancellationException.class, () -> await(called.get()));
        assertEquals(List.of(), logged.lines());
    }

    /// Heeds no kill until it is let go.
    private static final class Stubborn {
        private final AtomicBoolean isOver = new AtomicBoolean();
        private volatile Thread thread;

        void stay() {
            thread = Thread.currentThread();
            while (!isOver.get()) {
                try {
                    Thread.sleep(FAR_OFF);
                } catch (InterruptedException | GreenletExit e) {
                    // goes on
                }
            }
        }

        void letGo() {
            isOver.set(true);
            thread.interrupt();
        }
    }

    @Test
    void undeploying_does_not_wait_for_ever_for_a_greenlet_that_heeds_no_kill() {
        VertxHub.options(vertx, new VertxHubOptions().endLimit(SHORT));
        var stubborn = new Stubborn();
        String id =
                await(
                        vertx.deployVerticle(
                                new GreenletVerticle() {
                                    @Override
                                    protected void start() {
                                        Greenlet.spawn(stubborn::stay).name("stubborn");
                                    }
                                }));
        OnVertx.eventually("not begun", () -> stubborn.thread != null);
        await(vertx.undeploy(id));
        assertNamed("have not ended within PT0.1S though they were killed", "stubborn");
        stubborn.letGo();
    }

    @Test
    void a_stop_beyond_its_limit_is_named_and_cut() {
        VertxHub.options(vertx, new VertxHubOptions().stopLimit(SHORT));
        var verticle =
                new GreenletVerticle() {
                    @Override
                    protected void stop() {
                        Greenlet.current().name("slow stop");
                        try {
                            Greenlet.sleep(FAR_OFF);
                        } finally {
                            Greenlet.sleep(SHORT);
                            stopped.incrementAndGet();
                        }
                    }
                };
        String id = await(vertx.deployVerticle(verticle));
        var cut = assertThrows(CancellationException.class, () -> await(vertx.undeploy(id)));
        assertTrue(cut.getCause().getMessage().contains("longer than the limit of PT0.1S"));
        assertEquals(1, stopped.get());
        assertNamed("has taken longer than the limit of PT0.1S, and is killed", "slow stop");
    }

    @Test
    void closing_is_bounded_though_a_stop_heeds_no_kill() {
        VertxHub.options(vertx, new VertxHubOptions().stopLimit(SHORT).endLimit(SHORT));
        var stubborn = new Stubborn();
        await(
                vertx.deployVerticle(
                        new GreenletVerticle() {
                            @Override
                            protected void stop() {
                                Greenlet.current().name("stubborn");
                                stubborn.stay();
                            }
                        }));
        await(vertx.close());
        assertNamed("has taken longer than the limit of PT0.1S, and is killed", "stubborn");
        stubborn.letGo();
    }

    @Test
    void a_plain_verticle_that_never_stops_is_named_and_left() {
        VertxHub.options(vertx, new VertxHubOptions().stopLimit(SHORT).endLimit(SHORT));
        VertxHub.of(vertx);
        await(
                vertx.deployVerticle(
                        new AbstractVerticle() {
                            @Override
                            public void stop(Promise<Void> never) {}
                        }));
        await(vertx.close());
        assertNamed("have not stopped", getClass().getName());
    }

    private void assertNamed(String what, String who) {
        OnVertx.eventually(
                "not logged: %s, %s; but %s".formatted(what, who, logged.lines()),
                () ->
                        logged.lines().stream()
                                .anyMatch(line -> line.contains(what) && line.contains(who)));
    }

    @Test
    void options_are_set_before_there_is_a_hub_and_no_hub_is_opened_afterwards() {
        var names = ConcurrentHashMap.<String>newKeySet();
        var options =
                new VertxHubOptions()
                        .hub(hub -> {
                            var name = "of-this-vertx-" + names.size();
                            names.add(name);
                            hub.name(name);
                        });
        VertxHub.options(vertx, options);
        Context context = newContext();
        assertEquals("of-this-vertx-0", VertxHub.of(context).name());
        var late =
                assertThrows(IllegalStateException.class, () -> VertxHub.options(vertx, options));
        assertTrue(late.getMessage().contains("before a verticle is deployed"), late.getMessage());
        await(vertx.close());
        var closed = assertThrows(IllegalStateException.class, () -> VertxHub.of(context));
        assertTrue(closed.getMessage().contains("Vert.x is closed"), closed.getMessage());
        var negative =
                assertThrows(
                        IllegalArgumentException.class, () -> options.grace(Duration.ofMillis(-1)));
        assertTrue(negative.getMessage().contains("PT-0.001S"), negative.getMessage());
    }

    @Test
    void a_stop_that_heeds_no_kill_fails_its_undeployment_in_time() {
        VertxHub.options(vertx, new VertxHubOptions().stopLimit(SHORT).endLimit(SHORT));
        var stubborn = new Stubborn();
        String id =
                await(
                        vertx.deployVerticle(
                                new GreenletVerticle() {
                                    @Override
                                    protected void stop() {
                                        stubborn.stay();
                                    }
                                }));
        var late = assertThrows(Throwable.class, () -> await(vertx.undeploy(id)));
        assertEquals(TimeoutException.class, late.getClass());
        assertTrue(late.getMessage().contains("goes on though it was killed"), late.getMessage());
        stubborn.letGo();
    }
}
