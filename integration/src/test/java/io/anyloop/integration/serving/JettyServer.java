package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Jetty: its own pool selects and accepts, what may block goes to the executor for virtual threads.
record JettyServer(org.eclipse.jetty.server.Server server, ServerConnector connector)
        implements Server {
    static Server start(Hub hub, Handling handling) throws Exception {
        // @start region="jetty"
        var threads = new QueuedThreadPool();
        threads.setVirtualThreadsExecutor(hub.executor()); // what may block runs in it
        var server = new org.eclipse.jetty.server.Server(threads);
        var connector = new ServerConnector(server);
        server.addConnector(connector);
        server.setHandler(new Calling(handling)); // a Handler.Abstract, or a ServletContextHandler
        server.start();
        // @end
        return new JettyServer(server, connector);
    }

    private static final class Calling extends Handler.Abstract {
        private final Handling handling;

        Calling(Handling handling) {
            this.handling = handling;
        }

        @Override
        public boolean handle(Request request, Response response, Callback end) throws Exception {
            handling.handle(new OfJetty(request, response));
            end.succeeded();
            return true;
        }
    }

    private record OfJetty(Request request, Response response) implements Exchange {
        @Override
        public String path() {
            return request.getHttpURI().getPath();
        }

        @Override
        public InputStream body() {
            return Content.Source.asInputStream(request);
        }

        @Override
        public OutputStream answer(int length) {
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, length);
            return Content.Sink.asOutputStream(response);
        }
    }

    @Override
    public int port() {
        return connector.getLocalPort();
    }

    @Override
    public void close() throws IOException {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IOException("Jetty does not stop", e);
        }
    }
}
