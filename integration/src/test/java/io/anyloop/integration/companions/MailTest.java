package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxStreams;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import io.vertx.ext.mail.MailClient;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.MailMessage;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Mail is sent by greenlets, to a server of greenlets: one that speaks first.
@Tag("full")
@Tag("companions")
class MailTest extends OnVertx {
    private final AtomicInteger taken = new AtomicInteger();

    @Test
    void greenlets_send_mail() throws Exception {
        var server =
                inGreenlet(() ->
                        VertxFutures.await(
                                vertx.createNetServer()
                                        .connectHandler(GreenletHandler.of(this::take))
                                        .listen(0, "localhost")));
        var client =
                MailClient.create(
                        vertx,
                        new MailConfig().setHostname("localhost").setPort(server.actualPort()));
        inMany(() ->
                VertxFutures.await(
                        client.sendMail(
                                new MailMessage("a@localhost", "b@localhost", "subject", "text"))));
        assertEquals(MANY, taken.get());
        inGreenlet(() -> VertxFutures.await(client.close()));
    }

    private void take(NetSocket socket) {
        // Asked for before the first wait: the client may answer while the greeting is written.
        var parts = VertxStreams.items(socket);
        say(socket, "220 localhost");
        var lines = new StringBuilder();
        boolean isText = false;
        for (Buffer part : parts) {
            lines.append(part);
            for (int end = lines.indexOf("\r\n"); end >= 0; end = lines.indexOf("\r\n")) {
                String line = lines.substring(0, end);
                lines.delete(0, end + 2);
                if (isText && !line.equals(".")) {
                    continue;
                }
                isText = line.equals("DATA");
                if (line.equals(".")) {
                    taken.incrementAndGet();
                }
                say(socket, isText ? "354 go on" : line.equals("QUIT") ? "221 bye" : "250 fine");
            }
        }
    }

    private static void say(NetSocket socket, String line) {
        VertxFutures.await(socket.write(line + "\r\n"));
    }
}
