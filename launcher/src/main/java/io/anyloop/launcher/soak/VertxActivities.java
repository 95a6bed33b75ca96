package io.anyloop.launcher.soak;

import io.anyloop.Timeout;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// What is mixed in on Vert.x.
enum VertxActivities implements Activity {
    /// A verticle that comes and goes, and is asked meanwhile, now and then with less time than it needs.
    VERTICLE {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            var vertx = vertx();
            var inn = new Inn(scene);
            var id = VertxFutures.await(vertx.deployVerticle(inn));
            var client = vertx.createHttpClient();
            try {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    if (random.nextInt(4) > 0) {
                        ask(scene, random, client, inn);
                    } else {
                        askInHaste(scene, random, client, inn);
                    }
                }
            } finally {
                try (var _ = scene.ledger.due("the end of a verticle", Scene.ANSWER)) {
                    client.close();
                    VertxFutures.await(vertx.undeploy(id));
                }
            }
            inn.check();
        }

        private void askInHaste(Scene scene, SplittableRandom random, HttpClient client, Inn inn) {
            var limit = Duration.ofNanos(random.nextInt(2_000_000));
            try {
                Timeout.run(limit, () -> ask(scene, random, client, inn));
            } catch (Timeout e) {
                scene.ledger.count("cut");
            }
        }

        private void ask(Scene scene, SplittableRandom random, HttpClient client, Inn inn) {
            var sent = new byte[1 + random.nextInt(random.nextBoolean() ? 100 : 20_000)];
            random.nextBytes(sent);
            Buffer heard;
            try (var _ = scene.ledger.due("an answer of a verticle", Scene.ANSWER)) {
                var request =
                        VertxFutures.await(
                                client.request(HttpMethod.POST, inn.port(), "127.0.0.1", "/"),
                                HttpClientRequest::reset);
                var response = VertxFutures.await(request.send(Buffer.buffer(sent)));
                heard = VertxFutures.await(response.body());
            }
            if (!heard.equals(Buffer.buffer(sent))) {
                scene.ledger.breaks("an answer of a verticle is another");
            }
            scene.ledger.count("requests");
        }
    },

    /// What is asked over the event bus is answered, in order.
    BUS {
        private final AtomicInteger addresses = new AtomicInteger();

        @Override
        public void act(Scene scene, SplittableRandom random) {
            var bus = vertx().eventBus();
            var address = "soak-" + addresses.incrementAndGet();
            var choices = random.split();
            var consumer =
                    bus.consumer(
                            address,
                            GreenletHandler.message((Message<Integer> message) -> {
                                scene.pause(choices, 2);
                                message.reply(message.body());
                            }));
            try {
                for (int i = random.nextInt(10); i >= 0; i--) {
                    try (var _ = scene.ledger.due("a reply", Scene.ANSWER)) {
                        int heard = VertxFutures.await(bus.<Integer>request(address, i)).body();
                        if (heard != i) {
                            scene.ledger.breaks("reply %d came for %d".formatted(heard, i));
                        }
                    }
                }
            } finally {
                VertxFutures.await(consumer.unregister());
            }
        }
    },

    /// A future that is awaited in time, or in vain: a limit or a kill ends that.
    FUTURE {
        @Override
        public void act(Scene scene, SplittableRandom random) {
            switch (random.nextInt(3)) {
                case 0 -> awaitTimer(scene, random);
                case 1 -> cut(scene, random);
                default -> kill(scene, random);
            }
        }

        private void awaitTimer(Scene scene, SplittableRandom random) {
            int millis = 1 + random.nextInt(20);
            try (var _ = scene.ledger.due("a timer of Vert.x", Duration.ofMillis(millis))) {
                VertxFutures.await(vertx().timer(millis));
            }
        }

        private void cut(Scene scene, SplittableRandom random) {
            var limit = Duration.ofMillis(random.nextInt(20));
            try (var _ = scene.ledger.due("a limit around a future", limit)) {
                Timeout.run(limit, () -> VertxFutures.await(Promise.promise().future()));
            } catch (Timeout e) {
                scene.ledger.count("cut");
            }
        }

        private void kill(Scene scene, SplittableRandom random) {
            var victim =
                    scene.spawn(
                            scene.anyHub(random),
                            () -> VertxFutures.await(Promise.promise().future()));
            if (victim != null) {
                scene.pause(random, 5);
                victim.killNoWait("soaked");
                scene.awaitEnd(victim, "a kill at a future");
            }
        }
    };

    /// That of the hub.
    private static Vertx vertx() {
        return Vertx.currentContext().owner();
    }
}
