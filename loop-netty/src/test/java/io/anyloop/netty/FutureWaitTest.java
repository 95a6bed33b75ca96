package io.anyloop.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.Promise;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class FutureWaitTest {
    @Test
    void who_gives_up_hears_why_though_giving_back_what_came_just_then_fails() {
        var failure = new IllegalStateException("expected");
        var why = new TimeoutException();
        Promise<String> promise = ImmediateEventExecutor.INSTANCE.newPromise();
        var wait = FutureWait.on(promise);
        promise.setSuccess("just then");
        wait.leave(
                _ -> {
                    throw failure;
                },
                why);
        assertEquals(List.of(failure), List.of(why.getSuppressed()));
    }
}
