package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Closes Vert.x in the middle of all kinds of things, round by round: any number of event loops, verticles, instances and
/// children, whose stops wait in any way, calls under way, undeployments at the same time, and closed from anywhere.
class ClosingStressTest {
    private static final Duration FAR_OFF = Duration.ofDays(1);
    private static final long FAR = 60;
    private static final int FEW = 200;
    private static final int MANY = 5_000;

    @Test
    void no_stop_is_cut_no_future_stays_open_and_nothing_is_logged() throws Exception {
        rounds(FEW);
    }

    @Test
    @Tag("full")
    @Tag("rounds")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void nor_in_thousands_of_rounds() throws Exception {
        rounds(MANY);
    }

    private static void rounds(int count) throws Exception {
        long seed = System.nanoTime();
        try (var logged = new Logged()) {
            for (int i = 0; i < count; i++) {
                String what = "round %d of seed %d".formatted(i, seed);
                new Round(new Random(seed + i), what).run();
                assertEquals(List.of(), logged.lines(), what);
            }
        }
    }

    private static final class Round {
        private final Random random;
        private final String what;
        private final Vertx vertx;
        private final AtomicInteger stopsBegun = new AtomicInteger();
        private final AtomicInteger stopsEnded = new AtomicInteger();
        private final Queue<Future<?>> futures = new ConcurrentLinkedQueue<>();

        Round(Random random, String what) {
            this.random = random;
            this.what = what;
            var transports =
                    List.of(Transport.NIO, Transport.EPOLL, Transport.IO_URING).stream()
                            .filter(Transport::available)
                            .toList();
            vertx =
                    OnEachVertx.open(
                            transports.get(random.nextInt(transports.size())),
                            1 + random.nextInt(4));
        }

        void run() throws Exception {
            int instances = 0;
            List<String> ids = new ArrayList<>();
            for (int verticles = random.nextInt(4); verticles > 0; verticles--) {
                int times = 1 + random.nextInt(4);
                boolean hasChild = random.nextInt(4) == 0;
                var options = new DeploymentOptions().setInstances(times);
                ids.add(
                        vertx.deployVerticle(() -> verticle(hasChild), options)
                                .await(FAR, TimeUnit.SECONDS));
                instances += times * (hasChild ? 2 : 1);
            }
            callFromOutside();
            if (!ids.isEmpty() && random.nextInt(3) == 0) {
                futures.add(vertx.undeploy(ids.get(random.nextInt(ids.size()))));
            }
            Future<?> closed = close();
            closed.await(FAR, TimeUnit.SECONDS);
            vertx.close().await(FAR, TimeUnit.SECONDS);
            assertEquals(instances, stopsBegun.get(), what);
            assertEquals(instances, stopsEnded.get(), what);
            for (Future<?> future : futures) {
                assertTrue(future.isComplete(), () -> "open: " + future + ", " + what);
            }
        }

        /// From this thread, a handler or a greenlet.
        private Future<?> close() {
            Promise<Void> closed = Promise.promise();
            Runnable closing = () -> vertx.close().onComplete(closed);
            int from = random.nextInt(3);
            if (from == 0) {
                closing.run();
            } else if (from == 1) {
                vertx.runOnContext(_ -> closing.run());
            } else {
                Context context = vertx.getOrCreateContext();
                context.runOnContext(_ -> VertxHub.of(context).spawn(closing::run));
            }
            return closed.future();
        }

        /// Calls that are about to begin, wait, or end when the end comes.
        private void callFromOutside() {
            for (int calls = random.nextInt(4); calls > 0; calls--) {
                int kind = random.nextInt(3);
                futures.add(
                        VertxHub.call(
                                vertx,
                                () -> {
                                    pause(kind);
                                    return null;
                                }));
            }
        }

        private void pause(int kind) {
            switch (kind) {
                case 0 -> Greenlet.yield();
                case 1 -> Greenlet.sleep(Duration.ofMillis(1));
                default -> Greenlet.sleep(FAR_OFF);
            }
        }

        private Deployable verticle(boolean hasChild) {
            int how;
            synchronized (random) {
                how = random.nextInt(5);
            }
            return how == 4 ? new Plain(hasChild) : new InGreenlets(hasChild, how);
        }

        /// What a stop does.
        private void stopSlowly(int how) throws InterruptedException {
            switch (how) {
                case 0 -> Greenlet.yield();
                case 1 -> Greenlet.sleep(Duration.ofMillis(2));
                case 2 -> VertxFutures.await(vertx.timer(3));
                default -> Thread.sleep(1);
            }
        }

        private final class InGreenlets extends GreenletVerticle {
            private final boolean hasChild;
            private final int how;

            InGreenlets(boolean hasChild, int how) {
                this.hasChild = hasChild;
                this.how = how;
            }

            @Override
            protected void start() {
                if (hasChild) {
                    VertxFutures.await(vertx.deployVerticle(verticle(false)));
                }
                Greenlet.spawn(() -> Greenlet.sleep(FAR_OFF));
                futures.add(
                        VertxHub.call(
                                vertx,
                                () -> {
                                    Greenlet.sleep(FAR_OFF);
                                    return null;
                                }));
            }

            @Override
            protected void stop() throws Exception {
                stopsBegun.incrementAndGet();
                stopSlowly(how);
                stopsEnded.incrementAndGet();
            }
        }

        /// Of Vert.x's own kind; its stop calls greenlets.
        private final class Plain extends AbstractVerticle {
            private final boolean hasChild;

            Plain(boolean hasChild) {
                this.hasChild = hasChild;
            }

            @Override
            public void start(Promise<Void> started) {
                VertxHub.of(context);
                if (hasChild) {
                    vertx.deployVerticle(verticle(false)).<Void>mapEmpty().onComplete(started);
                } else {
                    started.complete();
                }
            }

            @Override
            public void stop(Promise<Void> stopped) {
                stopsBegun.incrementAndGet();
                VertxHub.<Void>call(
                                vertx,
                                () -> {
                                    stopSlowly(1);
                                    stopsEnded.incrementAndGet();
                                    return null;
                                })
                        .onComplete(stopped);
            }
        }
    }
}
