package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.startup.Tomcat;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.junit.jupiter.api.io.TempDir;

/// HTTP servers of others, told to run their handlers as greenlets.
class HttpServersTest {
    private static final int REQUESTS = 20;

    private final Set<String> greenlets = ConcurrentHashMap.newKeySet();

    /// What every handler does. That it may wait is all that it shows: so does each of them for a while.
    private String answer() {
        greenlets.add(Greenlet.current().name());
        Greenlet.sleep(Duration.ofMillis(5));
        return "from " + Hub.current().name();
    }

    private void assertServedByGreenlets(Hub hub, int port) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/");
        try (HttpClient client = HttpClient.newHttpClient()) {
            List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < REQUESTS; i++) {
                answers.add(
                        client.sendAsync(
                                HttpRequest.newBuilder(uri).build(),
                                HttpResponse.BodyHandlers.ofString()));
            }
            for (CompletableFuture<HttpResponse<String>> answer : answers) {
                assertEquals("from " + hub.name(), answer.get().body());
            }
        }
        assertTrue(greenlets.size() >= 2, "one greenlet a request, not one for all");
    }

    @OnEachLoop
    void the_jdks(String loop) throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        try (Hub hub = Hub.open(loop)) {
            server.createContext(
                    "/",
                    exchange -> {
                        byte[] body = answer().getBytes();
                        try (exchange) {
                            exchange.sendResponseHeaders(200, body.length);
                            exchange.getResponseBody().write(body);
                        }
                    });
            server.setExecutor(hub.executor());
            server.start();
            assertServedByGreenlets(hub, server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    /// Its own threads select and parse; what may block goes to the executor for virtual threads.
    @OnEachLoop
    void jetty(String loop) throws Exception {
        var threads = new QueuedThreadPool();
        try (Hub hub = Hub.open(loop)) {
            threads.setVirtualThreadsExecutor(hub.executor());
            var server = new Server(threads);
            var connector = new ServerConnector(server);
            server.addConnector(connector);
            server.setHandler(
                    new Handler.Abstract() {
                        @Override
                        public boolean handle(Request request, Response response, Callback end) {
                            Content.Sink.write(response, true, answer(), end);
                            return true;
                        }
                    });
            server.start();
            try {
                assertServedByGreenlets(hub, connector.getLocalPort());
            } finally {
                server.stop();
            }
        }
    }

    @OnEachLoop
    void tomcat(String loop, @TempDir Path directory) throws Exception {
        Logger.getLogger("org.apache").setLevel(Level.WARNING);
        var server = new Tomcat();
        server.setBaseDir(directory.toString());
        server.setPort(0);
        try (Hub hub = Hub.open(loop)) {
            server.getConnector().getProtocolHandler().setExecutor(hub.executor());
            var context = (StandardContext) server.addContext("", null);
            context.setClearReferencesRmiTargets(false); // Needs an option of the JVM's, or warns.
            Tomcat.addServlet(context, "answer", new Answer()).addMapping("/");
            server.start();
            try {
                assertServedByGreenlets(hub, server.getConnector().getLocalPort());
            } finally {
                server.stop();
                server.destroy();
            }
        }
    }

    private final class Answer extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response)
                throws IOException {
            response.getWriter().write(answer());
        }
    }
}
