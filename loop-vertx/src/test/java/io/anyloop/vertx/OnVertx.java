package io.anyloop.vertx;

import io.anyloop.Hub;
import io.anyloop.function.Body;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.spi.context.storage.ContextLocal;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/// A Vert.x with two event loops on one transport, and a hub on one of them.
abstract class OnVertx {
    static final long FAR = 30;

    /// Data of a context; has to be known before any Vert.x is made.
    static final ContextLocal<String> LOCAL = ContextLocal.registerLocal(String.class);

    @Parameter(0)
    boolean isNative;

    /// Typed as in applications: what its inner type has has other results in other versions.
    Vertx vertx;

    Context context;
    Hub hub;
    final List<Throwable> reported = new CopyOnWriteArrayList<>();
    private final List<Object> held = new CopyOnWriteArrayList<>();

    @BeforeEach
    void openVertx() {
        vertx = open(options());
        context = newContext();
        hub = VertxHub.of(context, options -> options.errorHandler(r -> reported.add(r.failure())));
    }

    Vertx open(VertxOptions options) {
        return Vertx.vertx(options);
    }

    VertxOptions options() {
        return new VertxOptions()
                .setPreferNativeTransport(isNative)
                .setEventLoopPoolSize(2)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2);
    }

    @AfterEach
    void closeVertx() {
        vertx.close().await();
        held.clear();
        Assertions.assertEquals(List.of(), reported, "failures that nobody expected");
    }

    /// Keeps a client or a server to the end of the test: Vert.x closes one that the collector finds, whatever it is in the middle of.
    <C> C hold(C closable) {
        held.add(closable);
        return closable;
    }

    /// Sends a request, for the body of the answer. On the request's event loop, as a step of `compose`: an answer's body is gone if
    /// nobody asks for it before it comes, and the thread of a test may be late.
    static Future<Buffer> bodyOf(HttpClientRequest request) {
        return request.send().compose(HttpClientResponse::body);
    }

    /// The one failure that was reported.
    Throwable takeReport() {
        eventually("no failure was reported", () -> !reported.isEmpty());
        return reported.remove(0);
    }

    /// Runs code in a handler of the context, on the event loop's own thread.
    <T> T onLoop(Callable<T> code) throws Exception {
        return in(context, code);
    }

    static <T> T in(Context context, Callable<T> code) throws Exception {
        var result = new CompletableFuture<T>();
        context.runOnContext(_ -> {
            try {
                result.complete(code.call());
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result.get(FAR, TimeUnit.SECONDS);
    }

    /// Runs code as a greenlet that a handler of the context has spawned.
    <T> T inGreenlet(Body<T, ?> code) throws Exception {
        return onLoop(() -> VertxHub.call(vertx, code)).await(FAR, TimeUnit.SECONDS);
    }

    static void eventually(String otherwise, BooleanSupplier done) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FAR);
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                Assertions.fail(otherwise);
            }
            LockSupport.parkNanos(200_000);
        }
    }

    void awaitParked(int count) {
        eventually(
                "not %d greenlets wait".formatted(count),
                () ->
                        hub.dump().greenlets().stream()
                                        .filter(entry -> !entry.waitsOn().startsWith("RUNNABLE"))
                                        .count()
                                == count);
    }

    @SuppressWarnings("unchecked")
    static <X extends Throwable> void throwAny(Throwable failure) throws X {
        throw (X) failure;
    }

    /// On the event loop that is next.
    ContextInternal newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /// The event loop's thread that carries a greenlet.
    static String hostOf(Thread greenlet) {
        String thread = greenlet.toString();
        return thread.substring(thread.lastIndexOf('@') + 1);
    }

    /// The event loop's thread that the caller is on.
    static String hostName() {
        return Thread.currentThread().getName();
    }
}
