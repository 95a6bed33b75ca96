package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.streams.ReadStream;
import io.vertx.core.streams.WriteStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {true})
class VertxStreamsTest extends OnVertx {

    @Test
    void all_items_come_in_order_and_few_are_asked_for_ahead() {
        var numbers = new Numbers(1_000, null);
        hub.call(() -> {
            var got = new ArrayList<Integer>();
            for (int item : VertxStreams.items(numbers)) {
                got.add(item);
                Greenlet.yield();
                int ahead = numbers.given - got.size();
                assertTrue(ahead <= 16, () -> ahead + " items ahead");
            }
            assertEquals(IntStream.range(0, 1_000).boxed().toList(), got);
        });
    }

    @Test
    void a_failure_is_thrown_after_the_items_before_it() {
        var failure = new IOException("expected");
        hub.call(() -> {
            var items = VertxStreams.items(new Numbers(3, failure)).iterator();
            for (int i = 0; i < 3; i++) {
                assertEquals(i, items.next());
            }
            assertSame(failure, assertThrows(IOException.class, items::hasNext));
            assertSame(failure, assertThrows(IOException.class, items::next));
        });
    }

    @Test
    void after_the_end_there_is_nothing() {
        hub.call(() -> {
            var items = VertxStreams.items(new Numbers(0, null)).iterator();
            assertFalse(items.hasNext());
            assertThrows(NoSuchElementException.class, items::next);
        });
    }

    @Test
    void a_stream_that_was_let_go_of_stays_paused() {
        var numbers = new Numbers(1_000, null);
        hub.call(() -> {
            try (var items = VertxStreams.items(numbers)) {
                assertEquals(0, items.iterator().next());
            }
            Greenlet.idle();
            assertTrue(numbers.given <= 16);
        });
    }

    @Test
    void writing_waits_while_the_queue_is_full_and_no_longer() {
        var sink = new Sink();
        hub.call(() -> {
            VertxStreams.write(sink, "one");
            sink.isFull = true;
            var writes = Greenlet.spawn(() -> VertxStreams.write(sink, "two"));
            Greenlet.idle();
            assertFalse(writes.hasEnded());
            sink.written.get(1).complete();
            writes.get();
            sink.isFull = false;
            var failure = new IOException("expected");
            var failing = Greenlet.spawn(() -> VertxStreams.write(sink, "three"));
            Greenlet.idle();
            assertTrue(failing.hasEnded(), "it has waited");
            sink.isFull = true;
            var told =
                    Greenlet.spawn(() ->
                            assertSame(
                                    failure,
                                    assertThrows(
                                            IOException.class,
                                            () -> VertxStreams.write(sink, "four"))));
            Greenlet.idle();
            sink.written.get(3).fail(failure);
            told.get();
        });
    }

    @Test
    void a_stream_that_is_over_says_why_it_has_no_items_and_what_to_do() {
        var refuses =
                new Numbers(1, null) {
                    @Override
                    public ReadStream<Integer> endHandler(Handler<Void> handler) {
                        throw new IllegalStateException("It has ended");
                    }
                };
        var refused = assertThrows(IllegalStateException.class, () -> VertxStreams.items(refuses));
        assertTrue(refused.getMessage().contains("It has ended"), refused.getMessage());
        assertTrue(refused.getMessage().contains("pause()"), refused.getMessage());
    }

    /// Gives what is asked for, on the event loop's thread.
    private class Numbers implements ReadStream<Integer> {
        private final int count;
        private final Throwable failure;
        private Handler<Integer> handler;
        private Handler<Void> onEnd;
        private Handler<Throwable> onFailure;
        private long demand = Long.MAX_VALUE;
        private boolean isOver;
        volatile int given;

        Numbers(int count, Throwable failure) {
            this.count = count;
            this.failure = failure;
        }

        private void give() {
            while (demand > 0 && given < count) {
                demand--;
                handler.handle(given++);
            }
            if (given == count && !isOver) {
                isOver = true;
                if (failure == null) {
                    onEnd.handle(null);
                } else {
                    onFailure.handle(failure);
                }
            }
        }

        @Override
        public ReadStream<Integer> exceptionHandler(Handler<Throwable> newHandler) {
            onFailure = newHandler;
            return this;
        }

        @Override
        public ReadStream<Integer> handler(Handler<Integer> newHandler) {
            handler = newHandler;
            return this;
        }

        @Override
        public ReadStream<Integer> pause() {
            demand = 0;
            return this;
        }

        @Override
        public ReadStream<Integer> resume() {
            return fetch(Long.MAX_VALUE);
        }

        @Override
        public ReadStream<Integer> fetch(long amount) {
            context.runOnContext(_ -> {
                demand = Math.min(Long.MAX_VALUE - amount, demand) + amount;
                give();
            });
            return this;
        }

        @Override
        public ReadStream<Integer> endHandler(Handler<Void> newHandler) {
            onEnd = newHandler;
            return this;
        }
    }

    /// Is full when it is told to be.
    private static final class Sink implements WriteStream<String> {
        final List<Promise<Void>> written = new ArrayList<>();
        boolean isFull;

        @Override
        public Future<Void> write(String item) {
            Promise<Void> promise = Promise.promise();
            written.add(promise);
            return promise.future();
        }

        @Override
        public Future<Void> end() {
            return Future.succeededFuture();
        }

        @Override
        public WriteStream<String> exceptionHandler(Handler<Throwable> handler) {
            return this;
        }

        @Override
        public WriteStream<String> setWriteQueueMaxSize(int size) {
            return this;
        }

        @Override
        public boolean writeQueueFull() {
            return isFull;
        }

        @Override
        public WriteStream<String> drainHandler(Handler<Void> handler) {
            return this;
        }
    }
}
