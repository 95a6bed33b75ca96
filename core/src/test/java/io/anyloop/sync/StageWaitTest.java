package io.anyloop.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class StageWaitTest {
    @Test
    void who_gives_up_hears_why_though_giving_back_what_came_just_then_fails() {
        var failure = new IllegalStateException("expected");
        var why = new TimeoutException();
        var future = new CompletableFuture<String>();
        var wait = StageWait.on(future);
        future.complete("just then");
        wait.leave(
                _ -> {
                    throw failure;
                },
                why);
        assertEquals(List.of(failure), List.of(why.getSuppressed()));
    }
}
