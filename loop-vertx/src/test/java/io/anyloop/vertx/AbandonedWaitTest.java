package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class AbandonedWaitTest extends OnEachVertx {
    private static final int WAITS = 300;
    private static final Duration SHORT = Duration.ofNanos(1);

    @Test
    void those_who_give_up_leave_nothing_behind_on_a_future_that_lives_on() throws Exception {
        var context = vertx.createEventLoopContext();
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

    /// Vert.x does not tell, so this looks into it.
    private static int listeners(Promise<?> promise) throws ReflectiveOperationException {
        var field =
                Class.forName("io.vertx.core.impl.future.FutureImpl").getDeclaredField("listener");
        field.setAccessible(true);
        Object listener = field.get(promise);
        return listener == null ? 0 : listener instanceof Collection<?> all ? all.size() : 1;
    }
}
