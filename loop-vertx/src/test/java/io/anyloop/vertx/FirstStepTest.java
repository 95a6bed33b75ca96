package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/// When a greenlet for a request takes its first step.
@ParameterizedClass(name = "native transport: {0}, other greenlets run: {1}")
@CsvSource({"false, false", "true, false", "false, true", "true, true"})
class FirstStepTest extends HttpOnVertx {
    @Test
    void the_first_step_is_within_a_handler_of_http_1_unless_others_have_to_do() throws Exception {
        var server = orderTeller();
        var client = client();
        if (isBusy) {
            for (int i = 0; i < 20; i++) {
                assertEquals("returned, step", order(client, server));
            }
        } else { // the hub may have to do, too, for a moment
            eventually("it comes later", () -> order(client, server).equals("step, returned"));
        }
    }

    @Test
    void the_first_step_comes_after_a_handler_of_http_2_whose_connection_is_locked()
            throws Exception {
        var server = orderTeller();
        var client = http2Client();
        for (int i = 0; i < 20; i++) {
            assertEquals("returned, step", order(client, server));
        }
    }

    /// A Selector of Netty's must not be changed while its channels are served: Netty gives up that round, and sleeps for a second.
    @Test
    void greenlets_that_wait_for_descriptors_do_not_disturb_the_dispatch() throws Exception {
        var server =
                serve(GreenletHandler.request(request -> request.response().end(throughAPipe())));
        var client = hold(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(16)));
        var answers = new ArrayList<Future<Buffer>>();
        long begin = System.nanoTime();
        for (int i = 0; i < 200; i++) {
            answers.add(
                    client.request(HttpMethod.GET, server.actualPort(), "localhost", "/")
                            .compose(OnVertx::bodyOf));
        }
        for (var answer : answers) {
            assertEquals("1", answer.await(FAR, TimeUnit.SECONDS).toString());
        }
        long took = Duration.ofNanos(System.nanoTime() - begin).toSeconds();
        assertTrue(took < FAR / 3, "took " + took + " s");
    }

    private static String throughAPipe() throws IOException {
        var pipe = Pipe.open();
        try (var source = pipe.source();
                var sink = pipe.sink()) {
            source.configureBlocking(false);
            Greenlet.spawn(() -> {
                Greenlet.sleep(Duration.ofMillis(2));
                sink.write(ByteBuffer.allocate(1));
            });
            Descriptors.awaitReadable(source);
            return "" + source.read(ByteBuffer.allocate(10));
        }
    }

    /// What the first step within a handler rests on: nobody below it holds a lock that the greenlet might want.
    @Test
    void vertx_holds_no_lock_in_a_handler_of_http_1() throws Exception {
        var server =
                serve(request ->
                        request.body()
                                .onComplete(
                                        _ -> request.response().end(String.valueOf(locksHeld()))));
        var direct = serve(request -> request.response().end(String.valueOf(locksHeld())));
        var client =
                hold(
                        vertx.createHttpClient(
                                new HttpClientOptions().setPipelining(true),
                                new PoolOptions().setHttp1MaxSize(1)));
        var body = Buffer.buffer(new byte[MEGABYTE]);
        assertEquals("200 []", ask(client, server.actualPort(), HttpMethod.POST, body));
        var answers = new ArrayList<Future<Buffer>>();
        for (int i = 0; i < 10; i++) { // several in one read
            answers.add(
                    client.request(HttpMethod.GET, direct.actualPort(), "localhost", "/")
                            .compose(OnVertx::bodyOf));
        }
        for (var answer : answers) {
            assertEquals("[]", answer.await().toString());
        }
    }

    private static List<MonitorInfo> locksHeld() {
        long[] self = {Thread.currentThread().threadId()};
        return List.of(
                ManagementFactory.getThreadMXBean()
                        .getThreadInfo(self, true, true)[0]
                        .getLockedMonitors());
    }

    /// Answers when both have come: the return of the handler, and the greenlet's first step.
    private HttpServer orderTeller() throws Exception {
        return serve(request -> {
            var order = new ArrayList<String>();
            GreenletHandler.request(
                            ours -> {
                                order.add("step");
                                Greenlet.sleep(Duration.ofMillis(1));
                                ours.response().end(String.join(", ", order));
                            })
                    .handle(request);
            order.add("returned");
        });
    }

    private String order(HttpClient client, HttpServer server) {
        return ask(client, server.actualPort(), HttpMethod.GET, null).substring("200 ".length());
    }

    @Test
    void a_request_whose_handler_fails_at_once_is_answered_and_its_host_hears_nothing()
            throws Exception {
        var expected = new IllegalStateException("expected");
        var returned = new AtomicInteger();
        var server =
                serve(request -> {
                    GreenletHandler.request(
                                    _ -> {
                                        throw expected;
                                    })
                            .handle(request);
                    returned.incrementAndGet();
                });
        assertEquals("500 ", ask(server));
        assertSame(expected, takeReport());
        eventually("the handler has not returned", () -> returned.get() == 1);
    }
}
