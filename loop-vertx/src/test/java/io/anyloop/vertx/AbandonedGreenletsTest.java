package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class AbandonedGreenletsTest extends OnEachVertx {
    private static final int WAITS = 300;
    private static final Duration SHORT = Duration.ofNanos(1);

    @Test
    void those_who_give_up_leave_nothing_behind_on_a_future_that_lives_on() throws Exception {
        var context = newContext();
        var hub = VertxHub.of(context);
        Promise<String> promise = context.promise();
        var stays = hub.spawn(() -> VertxFutures.await(promise.future()));
        hub.call(() -> {
            for (int i = 0; i < WAITS; i++) {
                assertThrows(
                        TimeoutException.class, () -> VertxFutures.await(promise.future(), SHORT));
                Timeout.callOr(SHORT, () -> VertxFutures.await(promise.future()), "late");
                var killed = Greenlet.spawn(() -> VertxFutures.await(promise.future()));
                Greenlet.yield();
                killed.kill();
            }
        });
        assertEquals(1, listeners(promise), "the one who stays");
        promise.complete("value");
        assertEquals("value", stays.get());
    }

    @Test
    void nor_do_those_who_wait_by_the_means_of_vertx() throws Exception {
        assumeTrue(
                Boolean.getBoolean("anyloop.agent"),
                "not applicable: without the agent Future.await is Vert.x's own");
        var context = newContext();
        var hub = VertxHub.of(context);
        Promise<String> promise = context.promise();
        var future = promise.future();
        hub.call(() -> {
            for (int i = 0; i < WAITS; i++) {
                assertThrows(TimeoutException.class, () -> future.await(1, TimeUnit.NANOSECONDS));
                Timeout.callOr(SHORT, () -> future.await(), "late");
                Timeout.callOr(SHORT, () -> future.await(1, TimeUnit.HOURS), "late");
                var killed = Greenlet.spawn(() -> future.await());
                Greenlet.yield();
                killed.kill();
            }
        });
        assertEquals(0, listeners(promise));
        var stays = hub.spawn(() -> future.await());
        promise.complete("value");
        assertEquals("value", stays.get());
    }

    /// Vert.x does not tell, so this looks into it.
    private static int listeners(Promise<?> promise) throws ReflectiveOperationException {
        var field =
                Class.forName("io.vertx.core.impl.future.FutureImpl").getDeclaredField("listener");
        field.setAccessible(true);
        Object listener = field.get(promise);
        return listener == null ? 0 : listener instanceof Collection<?> all ? all.size() : 1;
    }
}
