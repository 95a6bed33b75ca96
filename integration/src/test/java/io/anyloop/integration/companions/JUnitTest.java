package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Vertx;
import io.vertx.junit5.VertxExtension;
import io.vertx.junit5.VertxTestContext;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// The extension that gives tests a Vert.x, and closes it.
@Tag("full")
@Tag("companions")
@ExtendWith(VertxExtension.class)
class JUnitTest {

    @Test
    void a_test_may_be_a_greenlet(Vertx vertx, VertxTestContext test) {
        VertxHub.call(
                        vertx,
                        () -> {
                            VertxFutures.await(vertx.deployVerticle(new Service()));
                            var answer =
                                    VertxFutures.await(
                                            vertx.eventBus().<Integer>request("service", 41));
                            assertEquals(42, answer.body());
                            return null;
                        })
                .onComplete(test.succeedingThenComplete());
    }

    private static final class Service extends GreenletVerticle {
        @Override
        protected void start() {
            vertx.eventBus()
                    .<Integer>consumer(
                            "service",
                            io.anyloop.vertx.GreenletHandler.message(message -> {
                                Greenlet.sleep(Duration.ofMillis(1));
                                message.reply(message.body() + 1);
                            }));
        }
    }
}
