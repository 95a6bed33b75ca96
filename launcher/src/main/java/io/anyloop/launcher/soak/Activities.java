package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.group.Group;
import io.anyloop.queue.Queue;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.SplittableRandom;

/// All that is mixed.
enum Activities implements Activity {
    /// A client and a server: what comes back is what was sent, whole.
    TALK {
        @Override
        public void act(Scene scene, SplittableRandom random) throws IOException {
            var server = scene.anyServer(random);
            try (var socket = new Socket(server.getAddress(), server.getPort())) {
                for (int i = random.nextInt(12); i >= 0; i--) {
                    ask(scene, random, socket);
                }
                if (random.nextBoolean()) {
                    socket.shutdownOutput();
                    try (var _ = scene.ledger.due("the end of a stream", ANSWER)) {
                        if (socket.getInputStream().read() >= 0) {
                            scene.ledger.breaks("a byte came that nobody had sent");
                        }
                    }
                }
            }
        }

        private void ask(Scene scene, SplittableRandom random, Socket socket) throws IOException {
            var sent = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : 20_000)];
            random.nextBytes(sent);
            byte[] heard;
            try (var _ = scene.ledger.due("an answer", ANSWER)) {
                socket.getOutputStream().write(sent);
                heard = socket.getInputStream().readNBytes(sent.length);
            }
            if (heard.length < sent.length) {
                throw new EOFException("the server has closed");
            }
            if (!Arrays.equals(sent, heard)) {
                scene.ledger.breaks("an answer of %d bytes is another".formatted(sent.length));
            }
            scene.ledger.count("bytes", sent.length);
        }
    },

    /// A limit ends whatever a greenlet waits for, and comes as itself.
    CUT {
        @Override
        public void act(Scene scene, SplittableRandom random) throws Exception {
            var limit = Duration.ofMillis(random.nextInt(60));
            var wait = Waits.any(random);
            try (var _ = scene.ledger.due("a limit around " + wait, limit)) {
                Timeout.run(limit, () -> wait.here(scene, random));
                scene.failed("a wait", new IllegalStateException(wait + " has ended by itself"));
            } catch (Timeout e) {
                scene.ledger.count("cut");
            }
        }
    },

    /// A kill from any hub ends whatever a greenlet waits for.
    KILL {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            var wait = Waits.any(random);
            var choices = random.split();
            var victim =
                    scene.spawn(
                            scene.anyHub(random),
                            () -> {
                                wait.here(scene, choices);
                                return null;
                            });
            if (victim == null) {
                return;
            }
            if (random.nextBoolean()) {
                scene.pause(random, 20);
            }
            victim.killNoWait("soaked");
            scene.awaitEnd(victim, "a kill of " + wait);
        }
    },

    /// No slot is lost, however its taker ends.
    SLOTS {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            int size = 1 + random.nextInt(4);
            var pool = scene.parts.pool(size);
            var takers = new ArrayList<Greenlet<?>>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                var choices = random.split();
                takers.add(Greenlet.spawn(() -> pool.spawn(() -> scene.pause(choices, 3))));
            }
            if (random.nextBoolean()) {
                Greenlet.yield();
                takers.get(random.nextInt(takers.size())).killNoWait("soaked");
            }
            for (var taker : takers) {
                scene.awaitEnd(taker, "a slot");
            }
            if (random.nextBoolean()) {
                pool.killNoWait();
            }
            try (var _ = scene.ledger.due("an empty pool", ANSWER)) {
                pool.join();
            }
            if (pool.freeCount() != size) {
                scene.ledger.breaks("of %d slots %d are left".formatted(size, pool.freeCount()));
            }
        }
    },

    /// What one hub sends another arrives, once and in order.
    MESSAGES {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            int count = random.nextInt(200);
            var there = new Queue<Integer>(1 + random.nextInt(20));
            var sender =
                    scene.spawn(
                            scene.anyHub(random),
                            () -> {
                                for (int i = 0; i < count; i++) {
                                    there.put(i);
                                }
                                there.shutdown();
                                return null;
                            });
            if (sender == null) {
                return;
            }
            int next = 0;
            try (var _ = scene.ledger.due("messages", ANSWER)) {
                for (int item : there) {
                    if (item != next++) {
                        scene.ledger.breaks("message %d came for %d".formatted(item, next - 1));
                    }
                }
            } finally {
                sender.killNoWait();
            }
            if (next != count && !scene.isFalling) {
                scene.ledger.breaks("of %d messages came %d".formatted(count, next));
            }
            scene.ledger.count("messages", next);
        }
    },

    /// Work on the pool of a hub, now and then given up.
    OFFLOAD {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            int millis = random.nextInt(10);
            Body work =
                    () -> {
                        Thread.sleep(millis);
                        return millis;
                    };
            try (var _ = scene.ledger.due("offloaded work", ANSWER)) {
                int got =
                        random.nextInt(4) == 0
                                ? Timeout.callOr(
                                        Duration.ofMillis(5), () -> Hub.offload(work::run), millis)
                                : Hub.offload(work::run);
                if (got != millis) {
                    scene.ledger.breaks("offloaded work gave %d for %d".formatted(got, millis));
                }
            } catch (InterruptedException e) {
                scene.failed("offloaded work", e);
            }
        }
    },

    /// Many at once, which end or are killed all at once.
    CROWD {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            var group = new Group();
            var members = new ArrayList<Greenlet<?>>();
            for (int i = random.nextInt(200); i >= 0; i--) {
                var choices = random.split();
                members.add(group.spawn(() -> scene.pause(choices, 5)));
            }
            if (random.nextBoolean()) {
                group.killNoWait();
            }
            try (var _ = scene.ledger.due("a group", ANSWER)) {
                group.join();
            }
            if (!group.isEmpty() || !members.stream().allMatch(Greenlet::hasEnded)) {
                scene.ledger.breaks("a group is empty, and its members have not ended");
            }
        }
    },

    /// A hub that a greenlet of another one opens, uses and closes, maybe twice at once, maybe while it works.
    NESTED {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            var opened = scene.open();
            Greenlet<?> works = null;
            try (var _ = scene.ledger.due("a hub that comes and goes", ANSWER)) {
                if (random.nextBoolean()) {
                    var choices = random.split();
                    works =
                            opened.spawn(() -> {
                                Waits.any(choices).here(scene, choices);
                                return null;
                            });
                }
                if (random.nextBoolean()) {
                    scene.spawn(
                            scene.anyHub(random),
                            () -> {
                                scene.close(opened);
                                return null;
                            });
                } else if (opened.call(() -> 7) != 7) {
                    scene.ledger.breaks("a hub that has come is wrong");
                }
            } finally {
                scene.close(opened);
            }
            if (works != null && !works.hasEnded()) {
                scene.ledger.breaks("a hub is closed, and a greenlet of it goes on");
            }
        }
    },

    /// Pressure on the collector.
    GARBAGE {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            var held = new ArrayList<byte[]>();
            for (int i = random.nextInt(20); i >= 0; i--) {
                held.add(new byte[random.nextInt(200_000)]);
                Greenlet.yield();
            }
            if (random.nextInt(20) == 0) {
                System.gc();
            }
            scene.ledger.count("garbage", held.size());
        }
    };

    private static final Duration ANSWER = Scene.ANSWER;

    @FunctionalInterface
    private interface Body {
        int run() throws InterruptedException;
    }
}
