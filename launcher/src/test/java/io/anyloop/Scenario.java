package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.blocking.ChildProcess;
import io.anyloop.group.HubGroup;
import io.anyloop.launcher.Pinning;
import io.anyloop.loop.select.ExecutorLoop;
import io.anyloop.server.StreamServer;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Event;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// What a program does with hubs, from its beginning to its end: ends by itself, with all that it has opened closed, or throws what
/// went wrong.
enum Scenario {
    OPEN {
        @Override
        void play(Stage stage) {
            try (Hub hub = stage.open()) {
                stage.on(hub, () -> Greenlet.sleep(Duration.ofMillis(1)));
            }
        }
    },

    HOSTED {
        @Override
        void play(Stage stage) {
            try (var host = Executors.newSingleThreadExecutor()) {
                try (Hub hub = Hub.on(ExecutorLoop.on(host))) {
                    stage.on(hub, () -> Greenlet.sleep(Duration.ofMillis(1)));
                }
            }
        }
    },

    /// The host is gone, and its hub has to end elsewhere.
    LEFT_BY_HOST {
        @Override
        void play(Stage stage) throws InterruptedException {
            var host = Executors.newSingleThreadExecutor();
            try (Hub hub = Hub.on(ExecutorLoop.on(host))) {
                var waits = hub.spawn(() -> new Event().await());
                hub.call(() -> Greenlet.yield());
                host.shutdown();
                assertTrue(waits.join(Stage.LONG), "the greenlet never heard of it");
            } finally {
                host.shutdown();
                assertTrue(host.awaitTermination(10, TimeUnit.SECONDS));
            }
        }
    },

    GROUP {
        @Override
        void play(Stage stage) {
            try (HubGroup group = HubGroup.open(2, number -> stage.options())) {
                assertEquals(List.of(7, 7), group.callEach(hub -> 7));
            }
        }
    },

    OFFLOAD {
        @Override
        void play(Stage stage) {
            try (Hub hub = stage.open()) {
                stage.on(
                        hub,
                        () -> {
                            var all =
                                    List.of(1, 2, 3).stream().map(item -> offloaded(item)).toList();
                            all.forEach(Greenlet::join);
                            all.forEach(greenlet -> greenlet.<RuntimeException>get());
                        });
            }
        }

        private Greenlet<Integer> offloaded(int item) {
            return Greenlet.spawn(() -> Hub.offload(() -> item));
        }
    },

    FUTURE {
        @Override
        void play(Stage stage) {
            try (Hub hub = stage.open()) {
                var future = new FutureTask<>(() -> 7);
                stage.on(
                        hub,
                        () -> {
                            var result = AsyncResult.from(future);
                            future.run();
                            assertEquals(7, result.get());
                        });
            }
        }
    },

    SERVE {
        @Override
        void play(Stage stage) throws IOException {
            stage.assumeDescriptors();
            try (Hub hub = stage.open()) {
                stage.on(hub, () -> serve(stage));
            }
        }

        private void serve(Stage stage) throws IOException {
            var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (var server =
                    StreamServer.on(
                                    nowhere,
                                    client ->
                                            client.getInputStream()
                                                    .transferTo(client.getOutputStream()))
                            .start()) {
                try (var socket = new Socket(nowhere.getAddress(), server.port())) {
                    talk(socket);
                }
            } catch (EOFException e) { // Nobody has answered, and why that is was reported.
                stage.throwReported(e);
            }
        }

        private void talk(Socket socket) throws IOException {
            socket.setSoTimeout(2_000);
            socket.getOutputStream().write(7);
            try {
                if (socket.getInputStream().read() != 7) {
                    throw new EOFException();
                }
            } catch (
                    SocketTimeoutException
                            e) { // A server without descriptors for clients tries again.
                throw new EOFException();
            }
        }
    },

    CHILD {
        @Override
        void play(Stage stage) throws IOException {
            stage.assumeRealTime();
            try (Hub hub = stage.open()) {
                stage.on(
                        hub,
                        () -> {
                            try (var child = ChildProcess.start("cat")) {
                                child.stdin().write('x');
                                child.stdin().close();
                                assertEquals('x', child.stdout().read());
                                assertEquals(0, child.await());
                            }
                        });
            }
        }
    },

    /// A greenlet that is pinned waits for another one of its hub.
    PINNED {
        @Override
        void play(Stage stage) {
            stage.assumeAgent();
            try (Hub hub = stage.open()) {
                stage.on(
                        hub,
                        () -> {
                            var pinned = Thread.currentThread();
                            var wakes = Greenlet.spawn(() -> LockSupport.unpark(pinned));
                            Pinning.pinned(() -> LockSupport.park());
                            wakes.get();
                        });
            }
        }
    },

    /// A greenlet in a call that may block waits for another one of its hub.
    CALL {
        @Override
        void play(Stage stage) throws IOException {
            stage.assumeAgent();
            stage.assumeRealTime();
            try (Hub hub = stage.open()) {
                stage.on(hub, Stage::throughPipe);
            }
        }
    },

    /// Code of a user's, pinned and blocked, waits for another greenlet of its hub.
    HAND_OVER {
        @Override
        void play(Stage stage) throws InterruptedException {
            stage.assumeDriven();
            try (Hub hub =
                    stage.options()
                            .whenStuck(WhenStuck.HAND_OVER)
                            .stuckLimit(Duration.ofMillis(50))
                            .stuckHandler(report -> {})
                            .open()) {
                stage.on(hub, Pinning::blockedForAnother);
            }
        }
    },

    /// A greenlet that does not end in time goes on without its hub.
    LEFT_BEHIND {
        @Override
        void play(Stage stage) {
            var stays = new CountDownLatch(1);
            var gone = new CountDownLatch(1);
            Hub hub = stage.options().closeLimit(Duration.ofMillis(1)).open();
            try (hub) {
                hub.spawn(() -> Stage.stayUntil(stays, gone));
                hub.call(() -> Greenlet.yield());
            }
            stays.countDown();
            Stage.await(gone);
        }
    };

    abstract void play(Stage stage) throws Exception;

    /// Whether it comes to its end though what it lacks never comes.
    boolean endures() {
        return switch (this) {
            case PINNED, CALL, HAND_OVER, LEFT_BEHIND, LEFT_BY_HOST -> false;
            default -> true;
        };
    }

    /// Whether it opens the loop that it is told.
    boolean isOnDriven() {
        return this != HOSTED && this != LEFT_BY_HOST;
    }
}
