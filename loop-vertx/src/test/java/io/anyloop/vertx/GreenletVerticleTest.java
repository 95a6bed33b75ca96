package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class GreenletVerticleTest extends OnVertx {
    private static final Duration FAR_OFF = Duration.ofDays(1);
    private final List<String> log = new CopyOnWriteArrayList<>();

    @Test
    void start_and_stop_may_wait_and_are_waited_for() {
        var verticle =
                new GreenletVerticle() {
                    @Override
                    protected void start() {
                        vertx.timer(5).await();
                        assertSame(context, Vertx.currentContext());
                        log.add("started");
                    }

                    @Override
                    protected void stop() throws InterruptedException {
                        Thread.sleep(5);
                        log.add("stopped");
                    }
                };
        String id = vertx.deployVerticle(verticle).await();
        assertEquals(List.of("started"), log);
        vertx.undeploy(id).await();
        assertEquals(List.of("started", "stopped"), log);
    }

    @Test
    void b09_a_start_that_fails_fails_the_deployment_and_nothing_else() {
        var failure = new IOException("expected");
        var verticle =
                new GreenletVerticle() {
                    @Override
                    protected void start() throws IOException {
                        throw failure;
                    }
                };
        var deployed = vertx.deployVerticle(verticle);
        assertSame(failure, assertThrows(IOException.class, deployed::await));
    }

    @Test
    void a_worker_is_refused_by_name() {
        var options = new DeploymentOptions().setThreadingModel(ThreadingModel.WORKER);
        var deployed = vertx.deployVerticle(new GreenletVerticle() {}, options);
        var refused = assertThrows(IllegalArgumentException.class, deployed::await);
        assertTrue(refused.getMessage().contains("WORKER"), refused.getMessage());
    }

    @Test
    void undeploying_ends_the_greenlets_that_still_wait_after_stop() {
        var begun = new Event();
        var verticle =
                new GreenletVerticle() {
                    Greenlet<Void> waits;

                    @Override
                    protected void start() {
                        waits =
                                Greenlet.spawn(() -> {
                                    begun.set();
                                    try {
                                        Greenlet.sleep(FAR_OFF);
                                    } finally {
                                        Greenlet.sleep(Duration.ofMillis(10));
                                        log.add("cleaned up");
                                    }
                                });
                    }

                    @Override
                    protected void stop() {
                        assertFalse(waits.hasEnded());
                        log.add("stopped");
                    }
                };
        var bystander = hub.spawn(() -> Greenlet.sleep(FAR_OFF));
        String id = vertx.deployVerticle(verticle).await();
        begun.await();
        vertx.undeploy(id).await();
        assertEquals(List.of("stopped", "cleaned up"), log);
        assertTrue(verticle.waits.hasEnded() && verticle.waits.isSuccessful());
        assertFalse(bystander.hasEnded());
        bystander.kill();
    }

    @Test
    void undeploying_a_plain_verticle_ends_its_greenlets_too() throws Exception {
        var spawned = new AsyncResult<Greenlet<Void>>();
        var verticle =
                new AbstractVerticle() {
                    @Override
                    public void start() {
                        spawned.set(VertxHub.of(context).spawn(() -> Greenlet.sleep(FAR_OFF)));
                    }
                };
        String id = vertx.deployVerticle(verticle).await();
        eventually("it does not wait", () -> waits(spawned.value()));
        vertx.undeploy(id).await();
        assertTrue(spawned.get().hasEnded());
        assertTrue(spawned.get().outcome().toString().contains("was undeployed"));
    }

    private static boolean waits(Greenlet<?> greenlet) {
        return greenlet.thread().getState() == Thread.State.WAITING;
    }

    @Test
    void a_greenlet_may_undeploy_the_verticle_it_lives_in() {
        var deployed = new Event(); // before that Vert.x does not know it
        var verticle =
                new GreenletVerticle() {
                    Greenlet<Void> last;

                    @Override
                    protected void start() {
                        last =
                                Greenlet.spawn(() -> {
                                    deployed.await();
                                    vertx.undeploy(context.deploymentID()).await();
                                });
                    }
                };
        vertx.deployVerticle(verticle).await();
        deployed.set();
        eventually("it goes on", () -> verticle.last.hasEnded());
        eventually("it is still deployed", () -> vertx.deploymentIDs().isEmpty());
        assertTrue(verticle.last.isSuccessful());
    }
}
