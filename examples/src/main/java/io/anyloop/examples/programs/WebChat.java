package io.anyloop.examples.programs;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.GreenletVerticle;
import io.anyloop.vertx.VertxStreams;
import io.anyloop.vertx.WebSocketMessage.Text;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import java.util.LinkedHashSet;
import java.util.Set;

/// A chat with a page: Vert.x serves it, and each visitor's WebSocket is read by a greenlet, on the event loop of Vert.x.
final class WebChat extends GreenletVerticle {
    private static final String PAGE =
            """
            <!doctype html><meta charset="utf-8"><title>Chat</title>
            <form><label>Say <input autofocus autocomplete="off"></label></form><pre></pre>
            <script>
              const socket = new WebSocket(`ws://${location.host}/chat`);
              const [form, input, lines] = ["form", "input", "pre"].map(name => document.querySelector(name));
              socket.onmessage = message => lines.textContent += message.data + "\\n";
              form.onsubmit = event => { event.preventDefault(); socket.send(input.value); form.reset(); };
            </script>
            """;

    private final int port;
    private final Set<ServerWebSocket> visitors = new LinkedHashSet<>(); // no lock: one event loop
    private HttpServer server;
    private int names;

    WebChat(int port) {
        this.port = port;
    }

    static void main(String... args) {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        Vertx.vertx().deployVerticle(new WebChat(port)).await();
        IO.println("Open http://localhost:" + port + " in two windows.");
    }

    @Override
    protected void start() {
        server =
                vertx.createHttpServer(new HttpServerOptions().setHost("localhost"))
                        .requestHandler(request ->
                                request.response()
                                        .putHeader("content-type", "text/html; charset=utf-8")
                                        .end(PAGE))
                        .webSocketHandler(GreenletHandler.webSocket(this::chat))
                        .listen(port)
                        .await();
    }

    private void chat(ServerWebSocket visitor) {
        String name = "visitor " + ++names;
        visitors.add(visitor);
        tell(name + " has come");
        try (var messages = VertxStreams.messages(visitor)) {
            for (var message : messages) { // waits, and ends when the visitor goes
                if (message instanceof Text(String words)) {
                    tell(name + ": " + words);
                }
            }
        } finally {
            visitors.remove(visitor);
            tell(name + " has gone");
        }
    }

    private void tell(String line) {
        visitors.forEach(visitor -> visitor.writeTextMessage(line));
    }

    int port() {
        return server.actualPort();
    }
}
