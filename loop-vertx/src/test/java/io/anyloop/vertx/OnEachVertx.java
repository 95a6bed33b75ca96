package io.anyloop.vertx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.provider.Arguments;

/// A Vert.x on each transport that is there, with one event loop and with four. The tests close it.
abstract class OnEachVertx {
    static final long FAR = 30;

    @Parameter(0)
    Transport transport;

    @Parameter(1)
    int eventLoops;

    /// Typed as in applications: what its inner type has has other results in other versions.
    Vertx vertx;

    Logged logged;

    static Stream<Arguments> places() {
        List<Arguments> places = new ArrayList<>();
        for (Transport transport : List.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING)) {
            places.add(Arguments.of(transport, 1));
            places.add(Arguments.of(transport, 4));
        }
        return places.stream();
    }

    @BeforeEach
    void openVertx() {
        assumeTrue(
                transport.available(),
                () ->
                        "not applicable: Vert.x cannot be on %s here: %s"
                                .formatted(transport.name(), transport.unavailabilityCause()));
        logged = new Logged();
        vertx = open(transport, eventLoops);
    }

    static Vertx open(Transport transport, int eventLoops) {
        return Vertx.builder()
                .withTransport(transport)
                .with(
                        new VertxOptions()
                                .setEventLoopPoolSize(eventLoops)
                                .setWorkerPoolSize(2)
                                .setInternalBlockingPoolSize(2))
                .build();
    }

    @AfterEach
    void closeVertx() {
        if (vertx != null) {
            await(vertx.close());
            logged.close();
        }
    }

    /// On the event loop that is next.
    ContextInternal newContext() {
        return ((VertxInternal) vertx).createEventLoopContext();
    }

    /// Runs code in a greenlet, in a duplicate of a context, as that of a request.
    <T> T inGreenlet(Callable<T> code) {
        var mine = newContext().duplicate();
        var result = Promise.<T>promise();
        mine.runOnContext(_ -> VertxHub.<T>call(vertx, code::call).onComplete(result));
        return await(result.future());
    }

    static <T> T await(Future<T> future) {
        return future.timeout(FAR, TimeUnit.SECONDS).await();
    }
}
