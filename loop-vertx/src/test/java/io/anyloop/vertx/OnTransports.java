package io.anyloop.vertx;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.JksOptions;
import io.vertx.core.transport.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;

/// A Vert.x with one or several event loops on each of its transports. Servers are on an event loop of their own, where there is more
/// than one.
abstract class OnTransports extends OnVertx {
    static final String NIO_1 = "false, nio, 1";
    static final String NIO_4 = "false, nio, 4";
    static final String EPOLL_1 = "true, epoll, 1";
    static final String EPOLL_4 = "true, epoll, 4";
    static final String IO_URING_1 = "true, io_uring, 1";
    static final String IO_URING_4 = "true, io_uring, 4";

    /// The ways in which a greenlet waits for a future.
    enum Way {
        OURS {
            @Override
            <T> T await(Future<T> future) {
                return VertxFutures.await(future);
            }
        },

        /// Holds back with the agent only.
        VERTX {
            @Override
            void assumeHoldsBack() {
                assumeTrue(
                        Boolean.getBoolean("anyloop.agent"),
                        "not applicable: without the agent Future.await is Vert.x's own");
            }

            @Override
            <T> T await(Future<T> future) {
                return future.await();
            }
        };

        abstract <T> T await(Future<T> future);

        void assumeHoldsBack() {
            // It does.
        }
    }

    enum Protocol {
        HTTP_1(HttpVersion.HTTP_1_1, false),
        HTTP_1_TLS(HttpVersion.HTTP_1_1, true),
        HTTP_2(HttpVersion.HTTP_2, false),
        HTTP_2_TLS(HttpVersion.HTTP_2, true);

        final HttpVersion version;
        final boolean isSecure;

        Protocol(HttpVersion version, boolean isSecure) {
            this.version = version;
            this.isSecure = isSecure;
        }
    }

    @Parameter(1)
    String transport;

    @Parameter(2)
    int eventLoops;

    Context servers;

    @Override
    VertxOptions options() {
        return super.options().setEventLoopPoolSize(eventLoops);
    }

    @Override
    Vertx open(VertxOptions options) {
        var chosen =
                switch (transport) {
                    case "epoll" -> Transport.EPOLL;
                    case "io_uring" -> Transport.IO_URING;
                    default -> Transport.NIO;
                };
        assumeTrue(
                chosen.available(),
                () -> "not applicable: Vert.x cannot be on %s here".formatted(transport));
        return Vertx.builder().withTransport(chosen).with(options).build();
    }

    @BeforeEach
    void chooseEventLoopOfServers() {
        servers = newContext();
    }

    HttpServer serve(Protocol protocol, Handler<HttpServerRequest> handler) throws Exception {
        var options =
                new HttpServerOptions()
                        .setInitialSettings(
                                new HttpServerOptions()
                                        .getInitialSettings()
                                        .setMaxConcurrentStreams(1_000));
        if (protocol.isSecure) {
            options.setSsl(true).setUseAlpn(true).setKeyCertOptions(Keys.OPTIONS);
        }
        return in(
                        servers,
                        () ->
                                hold(vertx.createHttpServer(options))
                                        .requestHandler(handler)
                                        .listen(0, "localhost"))
                .await(FAR, TimeUnit.SECONDS);
    }

    HttpClientAgent client(Protocol protocol, HttpServer server) {
        var options =
                new HttpClientOptions()
                        .setDefaultHost("localhost")
                        .setDefaultPort(server.actualPort())
                        .setProtocolVersion(protocol.version);
        if (protocol.isSecure) {
            options.setSsl(true).setTrustAll(true).setVerifyHost(false).setUseAlpn(true);
        } else {
            options.setHttp2ClearTextUpgrade(false);
        }
        return hold(vertx.createHttpClient(options));
    }

    void greenlet(Way way, Action<Exception> code) throws Exception {
        way.assumeHoldsBack();
        greenlet(code);
    }

    void greenlet(Action<Exception> code) throws Exception {
        Body<Void, ?> body = code.asBody();
        inGreenlet(body);
    }

    /// Keys for TLS, made once.
    private static final class Keys {
        static final JksOptions OPTIONS = make();

        private static JksOptions make() {
            try {
                Path store = Files.createTempDirectory("anyloop").resolve("keys.jks");
                var keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
                var child =
                        new ProcessBuilder(
                                        keytool.toString(),
                                        "-genkeypair",
                                        "-keyalg",
                                        "EC",
                                        "-alias",
                                        "test",
                                        "-dname",
                                        "CN=localhost",
                                        "-storepass",
                                        "secret",
                                        "-keystore",
                                        store.toString())
                                .inheritIO()
                                .start();
                if (child.waitFor() != 0) {
                    throw new IOException("keytool ended with " + child.exitValue());
                }
                store.toFile().deleteOnExit();
                store.getParent().toFile().deleteOnExit();
                return new JksOptions().setPath(store.toString()).setPassword("secret");
            } catch (IOException | InterruptedException e) {
                throw new ExceptionInInitializerError(e);
            }
        }
    }
}
