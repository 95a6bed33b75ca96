package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/// A verticle that answers, has a greenlet that stays, and takes a moment to stop.
final class Inn extends GreenletVerticle {
    private static final Duration PAUSE = Duration.ofMillis(1);

    private final Scene scene;
    private final VertxParts parts;
    private volatile Greenlet<?> lodger;
    private volatile boolean hasStopped;
    private volatile int port;

    Inn(Scene scene) {
        this.scene = scene;
        this.parts = (VertxParts) scene.parts;
    }

    int port() {
        return port;
    }

    @Override
    protected void start() {
        lodger = parts.lodge();
        var server = vertx.createHttpServer().requestHandler(GreenletHandler.request(this::answer));
        port = VertxFutures.await(server.listen(0, "127.0.0.1")).actualPort();
    }

    private void answer(HttpServerRequest request) {
        try {
            parts.answer(request);
        } catch (HttpClosedException e) {
            scene.ledger.count("requests broken off"); // by a limit of whoever asked
        }
    }

    @Override
    protected void stop() {
        Greenlet.sleep(PAUSE);
        hasStopped = true;
    }

    /// What is not as it should be, once it is undeployed.
    void check() {
        if (!hasStopped) {
            scene.ledger.breaks("a verticle is gone, and its stop has not run to its end");
        }
        if (!lodger.hasEnded()) {
            scene.ledger.breaks("a verticle is gone, and a greenlet of it goes on");
        }
    }
}
