package io.anyloop.loop.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.netty.NettyFutures;
import io.netty.util.concurrent.DefaultPromise;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GenericFutureListener;
import io.netty.util.concurrent.Promise;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

/// Waits for futures of Netty's that somebody gives up.
abstract class NettyFutureCases {
    abstract Hub hub();

    /// The loop that the hub runs on.
    abstract EventExecutor executor();

    @Test
    void a_limit_or_a_kill_comes_out_as_itself_and_once() throws Exception {
        hub().call(() -> {
            Promise<String> never = executor().newPromise();
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
                                                        () -> NettyFutures.await(never)));
                                        Greenlet.yield();
                                    })));
            var seen = new Throwable[1];
            var target =
                    Greenlet.spawn(() -> {
                        seen[0] = assertThrows(GreenletExit.class, () -> NettyFutures.await(never));
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

    @Test
    void those_who_give_up_leave_nothing_on_a_future_that_lives_on() throws Exception {
        hub().call(() -> {
            var promise = new Counted(executor());
            for (int i = 0; i < 100; i++) {
                assertThrows(
                        TimeoutException.class, () -> NettyFutures.await(promise, Duration.ZERO));
                Timeout.callOr(Duration.ZERO, () -> NettyFutures.await(promise), "late");
                Greenlet<String> killed = Greenlet.spawn(() -> NettyFutures.await(promise));
                Greenlet.yield();
                killed.kill();
            }
            assertEquals(Set.of(), promise.listeners);
        });
    }

    /// Netty does not tell who listens.
    private static final class Counted extends DefaultPromise<String> {
        final Set<Object> listeners = ConcurrentHashMap.newKeySet();

        Counted(EventExecutor executor) {
            super(executor);
        }

        @Override
        public Promise<String> addListener(
                GenericFutureListener<? extends Future<? super String>> listener) {
            listeners.add(listener);
            return super.addListener(listener);
        }

        @Override
        public Promise<String> removeListener(
                GenericFutureListener<? extends Future<? super String>> listener) {
            listeners.remove(listener);
            return super.removeListener(listener);
        }
    }

    @Test
    void what_comes_too_late_is_given_back_once_and_what_was_taken_is_not() throws Exception {
        hub().call(() -> {
            var released = new CopyOnWriteArrayList<String>();
            Promise<String> late = executor().newPromise();
            assertThrows(
                    TimeoutException.class,
                    () -> NettyFutures.await(late, Duration.ZERO, released::add));
            executor().submit(() -> late.setSuccess("late")).sync();
            assertEquals(List.of("late"), released);

            Promise<String> taken = executor().newPromise();
            var takes = Greenlet.spawn(() -> NettyFutures.await(taken, released::add));
            Greenlet.yield();
            taken.setSuccess("taken");
            assertEquals("taken", takes.get());
            assertEquals("taken", NettyFutures.await(taken, released::add));

            Promise<String> failed = executor().newPromise();
            var killed = Greenlet.spawn(() -> NettyFutures.await(failed, released::add));
            Greenlet.yield();
            killed.kill();
            executor().submit(() -> failed.setFailure(new IOException("expected"))).sync();
            assertEquals(List.of("late"), released);
        });
    }

    @Test
    void what_comes_while_its_waiter_is_being_killed_is_given_back_or_taken() throws Exception {
        hub().call(() -> {
            for (int i = 0; i < 200; i++) {
                var released = new CopyOnWriteArrayList<String>();
                Promise<String> promise = executor().newPromise();
                var waits = Greenlet.spawn(() -> NettyFutures.await(promise, released::add));
                Greenlet.yield();
                if (i % 2 == 0) {
                    promise.setSuccess("value");
                    waits.killNoWait();
                } else {
                    waits.killNoWait();
                    promise.setSuccess("value");
                }
                waits.join();
                executor().submit(() -> {}).sync(); // behind what tells listeners
                boolean isTaken = waits.outcome() instanceof Outcome.Returned;
                assertEquals(isTaken ? List.of() : List.of("value"), released);
            }
        });
    }
}
