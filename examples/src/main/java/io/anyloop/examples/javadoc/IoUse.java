package io.anyloop.examples.javadoc;

import io.anyloop.Descriptors;
import io.anyloop.Sockets;
import io.anyloop.Timeout;
import io.anyloop.blocking.ChildProcess;
import io.anyloop.server.ConnectionHandler;
import io.anyloop.server.DatagramServer;
import io.anyloop.server.StreamServer;
import io.anyloop.sync.Futures;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;

/// Servers, and what lies outside the program.
final class IoUse {
    /// A pool that hands out by a callback.
    interface Connections {
        CompletionStage<Connection> acquire();
    }

    /// What has to be given back.
    interface Connection {
        void release();
    }

    private IoUse() {}

    static StreamServer stream(int port) throws IOException {
        // @start region="StreamServer"
        ConnectionHandler<Socket> echo =
                socket -> socket.getInputStream().transferTo(socket.getOutputStream());
        StreamServer server = StreamServer.on(port, echo).start(); // or serve(), which waits
        // @end
        return server;
    }

    static StreamServer builder(ConnectionHandler<Socket> handler) throws IOException {
        // @start region="StreamServerBuilder"
        StreamServer server =
                StreamServer.on("localhost:0", handler) // any free port
                        .backlog(200)
                        .limit(1000) // conversations at a time; others wait in the backlog
                        .start();
        // @end
        return server;
    }

    static DatagramServer datagram(int port) throws IOException {
        // @start region="DatagramServer"
        DatagramServer echo =
                DatagramServer.on(port, (data, sender, reply) -> reply.send(data)).start();
        // @end
        return echo;
    }

    static DatagramServer datagramBuilder(int port) throws IOException {
        // @start region="DatagramServerBuilder"
        DatagramServer echo =
                DatagramServer.on(port, (data, sender, reply) -> reply.send(data))
                        .limit(100) // greenlets at a time; what comes meanwhile waits in the socket
                        .start();
        // @end
        return echo;
    }

    static List<String> child(String... command) throws IOException {
        var lines = new ArrayList<String>();
        // @start region="ChildProcess"
        try (var child = ChildProcess.start(command)) {
            for (String line : child.lines()) {
                lines.add(line);
            }
            if (child.await() != 0) {
                throw new IOException("failed after " + lines);
            }
        }
        // @end
        return lines;
    }

    static int receive(DatagramChannel channel, ByteBuffer buffer) throws IOException {
        // @start region="Descriptors"
        channel.configureBlocking(false);
        while (channel.receive(buffer) == null) {
            Descriptors.awaitReadable(channel); // other greenlets run meanwhile
        }
        // @end
        return buffer.position();
    }

    static byte[] keeping(InputStream in, Duration limit) throws IOException {
        // @start region="Sockets.keeping"
        byte[] next = Sockets.keeping(() -> Timeout.callOr(limit, () -> in.readNBytes(8), null));
        // @end
        return next;
    }

    static String future(CompletionStage<String> page) throws TimeoutException {
        // @start region="Futures"
        String text = Futures.await(page, Duration.ofSeconds(5));
        // @end
        return text;
    }

    static void futureToGiveBack(Connections pool) {
        // @start region="Futures.await"
        Connection connection = Futures.await(pool.acquire(), Connection::release);
        // @end
        connection.release();
    }
}
