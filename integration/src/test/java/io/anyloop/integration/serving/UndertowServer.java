package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;
import io.undertow.Undertow;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;

/// Undertow: its I/O threads select and parse, and a handler is dispatched to an executor.
record UndertowServer(Undertow server) implements Server {
    static Server start(Hub hub, Handling handling) {
        // @start region="undertow"
        var executor = hub.executor(); // one for all requests
        HttpHandler blocking =
                exchange -> {
                    exchange.startBlocking();
                    handling.handle(new OfUndertow(exchange));
                    exchange.endExchange();
                };
        Undertow server =
                Undertow.builder()
                        .addHttpListener(0, "localhost")
                        .setHandler(exchange -> exchange.dispatch(executor, blocking))
                        .build();
        server.start();
        // @end
        return new UndertowServer(server);
    }

    private record OfUndertow(HttpServerExchange exchange) implements Exchange {
        @Override
        public String path() {
            return exchange.getRequestPath();
        }

        @Override
        public InputStream body() {
            return exchange.getInputStream();
        }

        @Override
        public OutputStream answer(int length) {
            exchange.getResponseHeaders().put(Headers.CONTENT_LENGTH, length);
            return exchange.getOutputStream();
        }
    }

    @Override
    public int port() {
        return ((InetSocketAddress) server.getListenerInfo().getFirst().getAddress()).getPort();
    }

    @Override
    public void close() {
        server.stop();
    }
}
