package io.anyloop;

import io.anyloop.launcher.soak.VertxParts;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Faults on purpose of hubs on Vert.x, each once in a while only.
enum VertxPlant {
    /// A Vert.x that is not closed when its hub is gone.
    LEFT_VERTX("(threads|descriptors) are left: .*vert.*") {
        @Override
        VertxParts parts() {
            return new Parts() {
                private final Set<Hub> lonely = ConcurrentHashMap.newKeySet();

                @Override
                public Hub open(Consumer<HubBuilder> options) {
                    Hub hub = super.open(options);
                    if (isTurn(10)) {
                        lonely.add(hub);
                        LEFT.add(hub.call(() -> Vertx.currentContext().owner()));
                    }
                    return hub;
                }

                /// The same for each of two who close it at once: else one would cut off what the other stops.
                @Override
                public void close(Hub hub, Consumer<String> broken) {
                    if (lonely.contains(hub)) {
                        hub.close();
                    } else {
                        super.close(hub, broken);
                    }
                }
            };
        }
    },

    /// A hub that is closed while Vert.x still has a verticle stop.
    CLOSED_TOO_SOON("Vert.x is closed, and a verticle .*") {
        @Override
        VertxParts parts() {
            return new Parts() {
                @Override
                public void close(Hub hub, Consumer<String> broken) {
                    var soon =
                            Thread.ofPlatform()
                                    .daemon()
                                    .start(() -> {
                                        pause();
                                        hub.close();
                                    });
                    super.close(hub, broken);
                    join(soon);
                }
            };
        }
    },

    /// A server that now and then sends back something else.
    WRONG_ANSWER("an answer of a verticle is another") {
        @Override
        VertxParts parts() {
            return new Parts() {
                @Override
                protected void answer(HttpServerRequest request) {
                    if (isTurn(50)) {
                        request.response().end("?");
                    } else {
                        super.answer(request);
                    }
                }
            };
        }
    },

    /// A server that now and then does not answer.
    LOST_ANSWER("lost: an answer of a verticle .*") {
        @Override
        VertxParts parts() {
            return new Parts() {
                @Override
                protected void answer(HttpServerRequest request) {
                    if (!isTurn(50)) {
                        super.answer(request);
                    }
                }
            };
        }
    },

    /// A greenlet of a verticle's that does not go with it.
    LEFT_GREENLET("a verticle is gone, and a greenlet of it goes on") {
        @Override
        VertxParts parts() {
            return new Parts() {
                @Override
                protected Greenlet<?> lodge() {
                    return isTurn(10) ? elsewhere(Hub.current()) : super.lodge();
                }
            };
        }

        /// Made in no context, it belongs to no verticle.
        private Greenlet<?> elsewhere(Hub hub) {
            var made = new ConcurrentLinkedQueue<Greenlet<?>>();
            join(
                    Thread.ofPlatform()
                            .start(() ->
                                    made.add(
                                            hub.spawn(() -> Greenlet.sleep(Duration.ofHours(1))))));
            return made.element();
        }
    };

    private static class Parts extends VertxParts {
        private final AtomicInteger uses = new AtomicInteger();

        boolean isTurn(int each) {
            return uses.incrementAndGet() % each == 0;
        }
    }

    private static final Queue<Vertx> LEFT = new ConcurrentLinkedQueue<>();

    /// What the soak says when it has found it.
    final String found;

    VertxPlant(String found) {
        this.found = found;
    }

    abstract VertxParts parts();

    private static void pause() {
        try {
            Thread.sleep(1);
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody interrupts this thread.", e);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Takes back what can be taken back. What is closed already says so.
    static void clear() {
        for (var open = LEFT.poll(); open != null; open = LEFT.poll()) {
            open.close().await();
        }
    }
}
