package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.sync.Barrier;
import io.anyloop.sync.Event;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.tracing.TracingPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// Who asked whom, as a tracer of Vert.x's sees it. Each span is named after the request that it should belong to, so a span
/// under another request's parent has a path that nobody expects.
@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class TracingTest extends OnVertx {
    private static final int MANY = 50;
    private static final Duration LONG = Duration.ofSeconds(2 * FAR);

    private final SpanTracer tracer = new SpanTracer();
    private final List<String> expected = new ArrayList<>();
    private HttpClient client;
    private int back;

    @Override
    Vertx open(VertxOptions options) {
        return Vertx.builder().with(options).withTracer(_ -> tracer).build();
    }

    /// All that is asked ends here.
    @BeforeEach
    void openBack() throws Exception {
        client = vertx.createHttpClient(); // fewer connections than requests: they change hands
        back =
                serve(
                        GreenletHandler.request(request -> {
                            waitSomeTimes(request.getParam("id"));
                            request.response().end(SpanTracer.current());
                        }));
    }

    private int serve(Handler<HttpServerRequest> handler) throws Exception {
        return onLoop(() ->
                        hold(vertx.createHttpServer())
                                .requestHandler(handler)
                                .listen(0, "localhost"))
                .await()
                .actualPort();
    }

    /// As often and as long as the id says.
    private void waitSomeTimes(String id) {
        assertSame(hub, Hub.current(), "not all on one event loop");
        var random = new SplittableRandom(id.hashCode());
        for (int i = random.nextInt(4); i >= 0; i--) {
            switch (random.nextInt(3)) {
                case 0 -> VertxFutures.await(vertx.timer(1 + random.nextInt(4)));
                case 1 -> Greenlet.sleep(Duration.ofNanos(random.nextInt(2_000_000)));
                default -> Greenlet.yield();
            }
        }
    }

    private Future<String> ask(HttpClient by, int port, String path, String span) {
        return by.request(HttpMethod.GET, port, "localhost", path)
                .map(request -> span == null ? request : request.putHeader(SpanTracer.HEADER, span))
                .compose(OnVertx::bodyOf)
                .map(Buffer::toString)
                .timeout(LONG.toSeconds(), TimeUnit.SECONDS);
    }

    private Future<String> askBack(String id) {
        return ask(client, back, "/back?id=" + id, null);
    }

    /// Asks in a trace that began elsewhere.
    private Future<String> askIn(int id, HttpClient by, int port, String path) {
        return ask(by, port, path + "?id=" + id, tracer.begin("request " + id).id());
    }

    /// Asks a server many times at once, each time in a trace of its own, for the answers.
    private List<String> askAtOnce(int port, String path) {
        var outside = hold(vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MANY)));
        return IntStream.range(0, MANY)
                .mapToObj(id -> askIn(id, outside, port, path))
                .toList()
                .stream()
                .map(answer -> answer.await())
                .toList();
    }

    private void expect(int id, String... paths) {
        expected.add("request " + id);
        for (String path : paths) {
            expected.add("request " + id + " > " + path.replace("#", "?id=" + id));
        }
    }

    private void assertTraced() {
        eventually("not all spans have ended", tracer::allEnded);
        assertEquals(
                String.join("\n", expected.stream().sorted().toList()),
                String.join("\n", tracer.paths()));
    }

    @Test
    void b16_what_a_greenlet_asks_after_waits_is_in_the_trace_of_its_request() throws Exception {
        var together = new Barrier(MANY);
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            String id = request.getParam("id");
                            together.await(LONG);
                            waitSomeTimes(id);
                            VertxFutures.await(askBack(id));
                            waitSomeTimes(id);
                            VertxFutures.await(askBack(id));
                            request.response().end(SpanTracer.current());
                        }));
        var answers = askAtOnce(front, "/front");
        for (int id = 0; id < MANY; id++) {
            assertEquals("request %d > serve /front?id=%d".formatted(id, id), answers.get(id));
            expect(
                    id,
                    "serve /front#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#");
        }
        assertTraced();
    }

    @Test
    void b16_a_trace_goes_on_through_greenlets_that_answer_messages() throws Exception {
        consume(
                "double",
                message -> {
                    waitSomeTimes(message.body());
                    VertxFutures.await(askBack(message.body()));
                    waitSomeTimes(message.body());
                    message.reply(SpanTracer.current());
                });
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            String id = request.getParam("id");
                            waitSomeTimes(id);
                            var answer = vertx.eventBus().<String>request("double", id);
                            String within = VertxFutures.await(answer).body();
                            VertxFutures.await(askBack(id));
                            request.response().end(within);
                        }));
        var answers = askAtOnce(front, "/front");
        for (int id = 0; id < MANY; id++) {
            assertEquals(
                    "request %d > serve /front?id=%d > ask double > serve double".formatted(id, id),
                    answers.get(id));
            expect(
                    id,
                    "serve /front#",
                    "serve /front# > ask double",
                    "serve /front# > ask double > serve double",
                    "serve /front# > ask double > serve double > ask /back#",
                    "serve /front# > ask double > serve double > ask /back# > serve /back#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#");
        }
        assertTraced();
    }

    private void consume(String address, GreenletHandler.Code<Message<String>> code)
            throws Exception {
        onLoop(() -> vertx.eventBus().consumer(address, GreenletHandler.message(code)).completion())
                .await();
    }

    @Test
    void b16_a_greenlet_stays_in_the_trace_of_the_one_that_spawned_it() throws Exception {
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            String id = request.getParam("id");
                            var child = Greenlet.spawn(() -> askAfterWaits(id));
                            var parent =
                                    Greenlet.spawn(() -> {
                                        waitSomeTimes(id);
                                        return Greenlet.spawn(() -> askAfterWaits(id)).get();
                                    });
                            request.response().end(child.get() + ", " + parent.get());
                        }));
        var answers = askAtOnce(front, "/front");
        for (int id = 0; id < MANY; id++) {
            String own = "request %d > serve /front?id=%d".formatted(id, id);
            assertEquals(own + ", " + own, answers.get(id));
            expect(
                    id,
                    "serve /front#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#");
        }
        assertTraced();
    }

    private String askAfterWaits(String id) {
        waitSomeTimes(id);
        VertxFutures.await(askBack(id));
        return SpanTracer.current();
    }

    @Test
    void b16_plain_handlers_beside_greenlets_have_the_spans_of_their_own() throws Exception {
        var greenlet =
                GreenletHandler.request(request -> {
                    request.response().end(askAfterWaits(request.getParam("id")));
                });
        int front =
                serve(request -> {
                    if (Integer.parseInt(request.getParam("id")) % 2 == 0) {
                        greenlet.handle(request);
                    } else {
                        askBack(request.getParam("id"))
                                .onSuccess(_ -> request.response().end(SpanTracer.current()));
                    }
                });
        var answers = askAtOnce(front, "/front");
        for (int id = 0; id < MANY; id++) {
            assertEquals("request %d > serve /front?id=%d".formatted(id, id), answers.get(id));
            expect(
                    id,
                    "serve /front#",
                    "serve /front# > ask /back#",
                    "serve /front# > ask /back# > serve /back#");
        }
        assertTraced();
    }

    @Test
    void b16_no_span_is_left_behind_on_the_event_loop() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        var always =
                hold(
                        vertx.createHttpClient(
                                new HttpClientOptions().setTracingPolicy(TracingPolicy.ALWAYS)));
        var asked = new ConcurrentLinkedQueue<Future<String>>();
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            String id = request.getParam("id");
                            eventLoop().execute(() -> seen.add("task: " + where()));
                            context.runOnContext(_ -> {
                                seen.add("handler: " + where());
                                asked.add(ask(always, back, "/nobody?id=" + id, null));
                            });
                            waitSomeTimes(id);
                            eventLoop().execute(() -> seen.add("task: " + where()));
                            request.response().end(SpanTracer.current());
                        }));
        askAtOnce(front, "/front");
        eventually("not all were asked", () -> asked.size() == MANY);
        for (var answer : asked) {
            answer.await();
        }
        assertEquals(Set.of("task: none, none", "handler: none, " + context), seen);
        for (int id = 0; id < MANY; id++) {
            expect(id, "serve /front#");
            expected.add("ask /nobody?id=" + id);
            expected.add("ask /nobody?id=%d > serve /nobody?id=%d".formatted(id, id));
        }
        assertTraced();
    }

    /// The span and the context that the event loop is in.
    private static String where() {
        Context current = Vertx.currentContext();
        return SpanTracer.current() + ", " + (current == null ? SpanTracer.NONE : current);
    }

    private EventLoop eventLoop() {
        return ((ContextInternal) context).nettyEventLoop();
    }

    @Test
    void b16_a_greenlet_from_elsewhere_is_in_no_trace() throws Exception {
        var hasBegun = new Event();
        var mayEnd = new Event();
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            hasBegun.set();
                            mayEnd.await(LONG);
                            request.response().end(askAfterWaits("7"));
                        }));
        var answer = askIn(7, client, front, "/front");
        assertTrue(hasBegun.await(LONG), "no request came");
        String elsewhere = hub.call(() -> askAfterWaits("8"));
        mayEnd.set();
        assertEquals(SpanTracer.NONE, elsewhere);
        assertEquals("request 7 > serve /front?id=7", answer.await());
        expected.add("serve /back?id=8");
        expect(
                7,
                "serve /front#",
                "serve /front# > ask /back#",
                "serve /front# > ask /back# > serve /back#");
        assertTraced();
    }

    /// Vert.x ends the span of such a message when its handler returns, and that is before the greenlet begins.
    @Test
    void b16_the_span_of_a_message_that_wants_no_answer_lasts_with_a_processor_only()
            throws Exception {
        assumeTrue(
                Stream.of(MessageConsumer.class.getMethods())
                        .anyMatch(method -> method.getName().equals("processor")),
                "not applicable: before 5.2 Vert.x has no processors of messages");
        var inHandler = new CompletableFuture<String>();
        var inProcessor = new CompletableFuture<String>();
        consume("handler", _ -> inHandler.complete(askAfterWaits("7")));
        onLoop(() ->
                        vertx.eventBus()
                                .<String>consumer("processor")
                                .processor(_ ->
                                        VertxHub.call(
                                                vertx,
                                                () -> inProcessor.complete(askAfterWaits("7"))))
                                .completion())
                .await();
        int front =
                serve(
                        GreenletHandler.request(request -> {
                            vertx.eventBus().send("handler", "7");
                            vertx.eventBus().send("processor", "7");
                            request.response().end();
                        }));
        askIn(7, client, front, "/front").await();
        assertEquals(SpanTracer.NONE, inHandler.get(LONG.toSeconds(), TimeUnit.SECONDS));
        assertEquals(
                "request 7 > serve /front?id=7 > ask processor > serve processor",
                inProcessor.get(LONG.toSeconds(), TimeUnit.SECONDS));
        expected.add("serve /back?id=7");
        expect(
                7,
                "serve /front#",
                "serve /front# > ask handler",
                "serve /front# > ask handler > serve handler",
                "serve /front# > ask processor",
                "serve /front# > ask processor > serve processor",
                "serve /front# > ask processor > serve processor > ask /back#",
                "serve /front# > ask processor > serve processor > ask /back# > serve /back#");
        assertTraced();
    }
}
