package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.vertx.core.Promise;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class CutOffFutureTest extends OnEachVertx {
    @Test
    void a_limit_or_a_kill_comes_out_as_itself_and_once() {
        VertxHub.of(vertx)
                .call(() -> {
                    var never = Promise.<String>promise().future();
                    var limit = Timeout.of(Duration.ofMillis(5));
                    assertSame(
                            limit,
                            assertThrows(
                                    Timeout.class,
                                    () ->
                                            limit.run(() -> {
                                                assertSame(
                                                        limit,
                                                        assertThrows(
                                                                Timeout.class,
                                                                () -> VertxFutures.await(never)));
                                                Greenlet.yield();
                                            })));
                    var seen = new Throwable[1];
                    var target =
                            Greenlet.spawn(() -> {
                                seen[0] =
                                        assertThrows(
                                                GreenletExit.class,
                                                () -> VertxFutures.await(never));
                                Greenlet.yield();
                                return "lives on";
                            });
                    Greenlet.yield();
                    var exit = new GreenletExit();
                    target.killNoWait(exit);
                    assertEquals("lives on", target.get());
                    assertSame(exit, seen[0]);
                });
    }
}
