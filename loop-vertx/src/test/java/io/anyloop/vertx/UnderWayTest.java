package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.Event;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Requests that are under way when their server's verticle is undeployed, or Vert.x closed.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class UnderWayTest extends OnEachVertx {
    private static final Duration FAR_OFF = Duration.ofDays(1);
    private static final int REQUESTS = 8;
    private final CountDownLatch begun = new CountDownLatch(REQUESTS);
    private final Event goOn = new Event();
    private int port; // all instances share it
    private Vertx away;
    private HttpClient client;

    @BeforeEach
    void openClient() throws IOException {
        try (var free = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        away = Vertx.vertx();
        client = away.createHttpClient(new PoolOptions().setHttp1MaxSize(REQUESTS));
    }

    @AfterEach
    void closeClient() {
        await(away.close());
    }

    private class Server extends GreenletVerticle {
        HttpServer server;

        @Override
        protected void start() {
            server = vertx.createHttpServer();
            var handler =
                    GreenletHandler.request(request -> {
                        begun.countDown();
                        goOn.await();
                        request.response().end("answered");
                    });
            VertxFutures.await(server.requestHandler(handler).listen(port, "localhost"));
        }
    }

    private List<Future<String>> ask() throws InterruptedException {
        var answers = new ArrayList<Future<String>>();
        for (int i = 0; i < REQUESTS; i++) {
            answers.add(
                    client.request(HttpMethod.GET, port, "localhost", "/")
                            .compose(request -> HttpOnVertx.statusAndBody(request.send())));
        }
        assertTrue(begun.await(FAR, TimeUnit.SECONDS), "not all have begun");
        return answers;
    }

    @Test
    void within_the_grace_they_are_answered_on_all_instances() throws Exception {
        VertxHub.options(vertx, new VertxHubOptions().grace(Duration.ofSeconds(FAR)));
        await(vertx.deployVerticle(Server::new, new DeploymentOptions().setInstances(4)));
        var answers = ask();
        var closed = vertx.close();
        away.setTimer(50, _ -> goOn.set());
        for (var answer : answers) {
            assertEquals("200 answered", await(answer));
        }
        await(closed);
        assertEquals(List.of(), logged.lines());
    }

    @Test
    void a_server_that_its_stop_shuts_down_answers_them_within_the_limit_of_that()
            throws Exception {
        String id =
                await(
                        vertx.deployVerticle(
                                new Server() {
                                    @Override
                                    protected void stop() {
                                        VertxFutures.await(server.shutdown(FAR, TimeUnit.SECONDS));
                                    }
                                }));
        var answers = ask();
        var undeployed = vertx.undeploy(id);
        away.setTimer(50, _ -> goOn.set());
        for (var answer : answers) {
            assertEquals("200 answered", await(answer));
        }
        await(undeployed);
        assertEquals(List.of(), logged.lines());
    }

    @Test
    void beyond_the_grace_they_are_named_and_cut() throws Exception {
        VertxHub.options(vertx, new VertxHubOptions().grace(Duration.ofMillis(50)));
        String id = await(vertx.deployVerticle(new Server()));
        var answers = ask();
        await(vertx.undeploy(id));
        for (var answer : answers) {
            var text = await(answer.otherwise("cut"));
            assertTrue(List.of("cut", "503 ").contains(text), text);
        }
        var named =
                logged.lines().stream().filter(line -> line.contains("grace of PT0.05S")).toList();
        assertEquals(1, named.size(), logged.lines()::toString);
        long greenlets = named.getFirst().lines().filter(line -> line.contains("Event")).count();
        assertEquals(REQUESTS, greenlets, named.getFirst());
    }

    @Test
    void those_that_begin_later_are_not_waited_for() throws Exception {
        VertxHub.options(vertx, new VertxHubOptions().grace(Duration.ofSeconds(FAR)));
        var stopping = new Event();
        var verticle =
                new GreenletVerticle() {
                    @Override
                    protected void start() {
                        Greenlet.spawn(() -> {
                            stopping.await();
                            Greenlet.spawn(() -> Greenlet.sleep(FAR_OFF));
                        });
                    }

                    @Override
                    protected void stop() {
                        stopping.set(); // The other runs when this one waits.
                    }
                };
        String id = await(vertx.deployVerticle(verticle));
        await(vertx.undeploy(id));
        assertEquals(List.of(), logged.lines());
    }
}
