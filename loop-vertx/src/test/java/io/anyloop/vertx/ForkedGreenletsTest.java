package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Virtual threads that a library makes for itself in a greenlet have the context of their maker.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class ForkedGreenletsTest extends OnEachVertx {
    private static final int TRIES = 40;

    @BeforeEach
    void assumeAgent() {
        assumeTrue(
                Boolean.getBoolean("anyloop.agent"),
                "not applicable: without the agent nobody hears of such a thread");
    }

    @Test
    void their_context_is_that_of_their_maker() {
        inGreenlet(() -> {
            Context mine = Vertx.currentContext();
            try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
                assertSame(mine, each.submit(Vertx::currentContext).get());
                assertSame(mine, each.submit(() -> forked(Vertx::currentContext)).get(), "its own");
            }
            assertSame(mine, forked(Vertx::currentContext));
            assertSame(mine, Vertx.currentContext());
            return null;
        });
    }

    @Test
    void they_have_the_class_loader_of_their_maker_as_any_thread() {
        inGreenlet(() -> {
            var mine = new ClassLoader(null) {};
            Thread.currentThread().setContextClassLoader(mine);
            assertSame(mine, forked(() -> Thread.currentThread().getContextClassLoader()));
            return null;
        });
    }

    @Test
    void what_such_a_thread_awaits_and_flows_at_once_is_not_lost() {
        inGreenlet(() -> {
            NetServer server =
                    VertxFutures.await(
                            vertx.createNetServer()
                                    .connectHandler(socket -> socket.write("hello"))
                                    .listen(0, "localhost"));
            NetClient client = vertx.createNetClient();
            try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
                for (int i = 0; i < TRIES; i++) {
                    assertEquals("hello", each.submit(() -> greeting(client, server)).get());
                }
            }
            VertxFutures.await(client.close());
            VertxFutures.await(server.close());
            return null;
        });
    }

    private static String greeting(NetClient client, NetServer server) {
        NetSocket socket = client.connect(server.actualPort(), "localhost").await();
        String said = VertxStreams.items(socket).iterator().next().toString();
        VertxFutures.await(socket.close());
        return said;
    }

    private static <T> T forked(Callable<T> code) throws Exception {
        var task = new FutureTask<>(code);
        Thread.startVirtualThread(task);
        return task.get();
    }

    @Test
    void their_timers_call_back_on_the_event_loop_of_their_maker() {
        inGreenlet(() -> {
            try (var each = Executors.newVirtualThreadPerTaskExecutor()) {
                callTimers(vertx, each);
            }
            return null;
        });
    }

    /// In a greenlet.
    static void callTimers(Vertx vertx, ExecutorService each)
            throws ExecutionException, InterruptedException {
        String home = OnVertx.hostOf(Thread.currentThread());
        var calls = new ArrayList<Future<?>>();
        for (int i = 0; i < TRIES; i++) {
            calls.add(
                    each.submit(() -> {
                        var seen = Promise.<String>promise();
                        vertx.setTimer(1, _ -> seen.complete(OnVertx.hostName()));
                        assertEquals(home, VertxFutures.await(seen.future()));
                        return null;
                    }));
        }
        for (var call : calls) {
            call.get();
        }
    }
}
