package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// One function of the business, run by a plain thread and by greenlets. It does not know by whom.
final class SameCode {
    private SameCode() {}

    static void main() throws IOException {
        String orders = "apples 3\npears 4\n";
        IO.println("on a plain thread: " + count(new BufferedReader(new StringReader(orders))));
        IO.println("in a greenlet: " + Hub.run(() -> countFromSocket(orders)));
    }

    // @start region="readme"
    /// Blocks at `readLine` until there is a line, whoever runs it.
    static int count(BufferedReader orders) throws IOException {
        int pieces = 0;
        for (String line = orders.readLine(); line != null; line = orders.readLine()) {
            pieces += Integer.parseInt(line.substring(line.indexOf(' ') + 1));
        }
        return pieces;
    }

    // @end

    /// The same function on a connection: it waits there, and meanwhile another greenlet sends.
    static int countFromSocket(String orders) throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            Greenlet.spawn(() -> send(server, orders));
            return count(new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)));
        }
    }

    private static void send(ServerSocket server, String orders) throws IOException {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(orders.getBytes(UTF_8));
        }
    }
}
