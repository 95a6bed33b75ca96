package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.anyloop.vertx.VertxHubOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Stream;

/// A Vert.x of one event loop with a hub on it, and a verticle that sees how both end.
final class VertxHost {
    /// Warn of what is on purpose here: a Vert.x that is made where there is another, requests and messages that are given up,
    /// servers that close or get no descriptor while somebody comes.
    private static final List<Logger> SILENT =
            Stream.of(
                            "io.vertx.core.impl.VertxImpl",
                            "io.vertx.core.http.impl.HttpClientRequestImpl",
                            "io.vertx.core.eventbus.impl.MessageConsumerImpl",
                            "io.netty.channel.DefaultChannelPipeline",
                            "io.netty.bootstrap.ServerBootstrap")
                    .map(Logger::getLogger)
                    .toList();

    static {
        SILENT.forEach(logger -> logger.setLevel(Level.OFF));
    }

    /// What ends first.
    enum End {
        /// The hub; what the verticle needs to stop it gets from another one.
        HUB,
        /// Vert.x, which closes the hub when all verticles have stopped.
        VERTX,
        /// Nothing: both are closed at once, so a verticle may be cut off.
        NEITHER
    }

    private final Vertx vertx;
    private final End end;
    private final Hub hub;
    private final Witness witness = new Witness();
    private Future<Void> closed; // null until it is asked for

    private VertxHost(Vertx vertx, End end) {
        this.vertx = vertx;
        this.end = end;
        if (end != End.NEITHER) {
            VertxFutures.await(vertx.deployVerticle(witness));
        }
        this.hub = VertxHub.of(((VertxInternal) vertx).createEventLoopContext());
    }

    static VertxHost open(Transport transport, End end, Consumer<HubBuilder> options) {
        Vertx vertx = Scarcity.spare(() -> build(transport));
        try {
            VertxHub.options(vertx, new VertxHubOptions().hub(options));
            return new VertxHost(vertx, end);
        } catch (Throwable e) {
            vertx.close();
            throw e;
        }
    }

    private static Vertx build(Transport transport) {
        return Vertx.builder()
                .withTransport(transport)
                .with(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1))
                .build();
    }

    Hub hub() {
        return hub;
    }

    void close(Consumer<String> broken) {
        if (end == End.NEITHER) {
            closeVertx();
        }
        try {
            if (end != End.VERTX) {
                hub.close();
            }
        } finally {
            VertxFutures.await(closeVertx().otherwiseEmpty());
        }
        check(closeVertx().cause(), broken);
    }

    /// Who closes Vert.x once more is told by Vert.x that it is closed, before it is.
    private synchronized Future<Void> closeVertx() {
        closed = closed == null ? vertx.close() : closed;
        return closed;
    }

    private void check(Throwable failure, Consumer<String> broken) {
        if (failure != null && !Scarcity.isTold(failure, true)) {
            broken.accept("Vert.x does not close: " + failure + Ledger.stack(failure));
        }
        if (!hub.isClosed()) {
            broken.accept("Vert.x is closed, and its hub is not");
        }
        if (end != End.NEITHER && !witness.fate.isEmpty()) {
            broken.accept("Vert.x is closed, and a verticle %s".formatted(witness.fate));
        }
    }

    private static final class Witness extends GreenletVerticle {
        private static final Duration PAUSE = Duration.ofMillis(2);

        private volatile String fate = "was never stopped";

        @Override
        protected void stop() {
            fate = "was cut off while it stopped";
            Greenlet.sleep(PAUSE);
            fate = hub.isClosed() ? "has stopped on a hub that was closed" : "";
        }
    }
}
