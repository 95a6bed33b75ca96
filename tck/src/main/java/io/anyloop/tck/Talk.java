package io.anyloop.tck;

import io.anyloop.Greenlet;
import io.anyloop.server.StreamServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/// The clients of the servers under test, on plain sockets, and small handlers.
final class Talk {
    /// The address of this process on this machine.
    static final InetAddress HERE = LoopbackAddress.ofThisProcess();

    /// A port of the system's choice, [#HERE].
    static final String ANYWHERE = HERE.getHostAddress() + ":0";

    private Talk() {}

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, HERE);
    }

    static Socket connect(StreamServer server) throws IOException {
        return connect(server.port());
    }

    static Socket connect(int port) throws IOException {
        return new Socket(HERE, port);
    }

    static void say(Socket socket, String words) throws IOException {
        socket.getOutputStream().write(words.getBytes(StandardCharsets.UTF_8));
    }

    /// So many characters of ASCII, or fewer if the other side closes.
    static String hear(Socket socket, int length) throws IOException {
        return new String(socket.getInputStream().readNBytes(length), StandardCharsets.UTF_8);
    }

    static String ask(Socket socket, String words) throws IOException {
        say(socket, words);
        return hear(socket, words.length());
    }

    /// Waits until the other side has closed.
    static boolean isClosed(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read() == -1;
        } catch (SocketException e) {
            return true; // It had not read everything.
        }
    }

    /// Closes before the end of a block that would do so.
    static void hangUp(Socket socket) throws IOException {
        socket.close();
    }

    /// Serves by sending back.
    static void echo(Socket socket) throws IOException {
        socket.getInputStream().transferTo(socket.getOutputStream());
    }

    /// Sends one letter, then stays until it is sent one.
    static void greetAndStay(Socket socket) throws IOException {
        say(socket, "!");
        hear(socket, 1);
    }

    /// Waits until a server's handlers have seen that their clients are gone. The system takes its time for that, in which
    /// virtual time flies.
    static void awaitGone(StreamServer server) {
        while (server.connections() > 0) {
            Greenlet.sleep(Duration.ofMillis(1));
        }
    }

    /// Lets the JDK bring whatever is ready at the moment: takes as long as an exchange over sockets that have
    /// nothing to do with the case.
    static void letTheJdkCatchUp() throws IOException {
        for (int i = 0; i < 3; i++) {
            try (var server = listen();
                    var client = connect(server.getLocalPort());
                    var other = server.accept()) {
                var answers = Greenlet.spawn(() -> say(other, hear(other, 1)));
                ask(client, "?");
                answers.join();
            }
        }
    }
}
