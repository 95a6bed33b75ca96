package io.anyloop.integration.companions;

import io.anyloop.function.Body;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A Vert.x with two event loops. The tests close it.
abstract class OnVertx {
    static final int MANY = 50;

    Vertx vertx;

    @BeforeEach
    void openVertx() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    }

    @AfterEach
    void closeVertx() throws TimeoutException {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    <T> T inGreenlet(Body<T, ?> code) throws Exception {
        return VertxHub.call(vertx, code).await(30, TimeUnit.SECONDS);
    }

    /// Runs code in many greenlets of one event loop at once.
    <T> List<T> inMany(Body<T, ?> code) throws Exception {
        return inGreenlet(() -> {
            var all = new ArrayList<io.anyloop.Greenlet<T>>();
            for (int i = 0; i < MANY; i++) {
                all.add(io.anyloop.Greenlet.spawn(code));
            }
            var results = new ArrayList<T>();
            for (var one : all) {
                results.add(one.get());
            }
            return results;
        });
    }
}
