package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.InputStream;
import java.io.OutputStream;

/// Helidon: makes a virtual thread for each connection, and lets nobody else make them. So the program has to be adopted.
record HelidonServer(WebServer server) implements Server {
    static Server start(Hub none, Handling handling) {
        WebServer server =
                WebServer.builder()
                        .host("localhost")
                        .shutdownHook(false)
                        .routing(routing ->
                                routing.any((request, response) ->
                                        handling.handle(new OfHelidon(request, response))))
                        .build()
                        .start();
        return new HelidonServer(server);
    }

    private record OfHelidon(ServerRequest request, ServerResponse response) implements Exchange {
        @Override
        public String path() {
            return request.path().path();
        }

        @Override
        public InputStream body() {
            return request.content().inputStream();
        }

        @Override
        public OutputStream answer(int length) {
            response.contentLength(length);
            return response.outputStream();
        }
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        server.stop();
    }
}
