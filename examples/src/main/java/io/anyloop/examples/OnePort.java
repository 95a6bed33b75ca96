package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.group.HubGroup;
import io.anyloop.server.StreamServer;
import java.io.IOException;
import java.net.Socket;
import java.util.Set;
import java.util.TreeSet;

/// One port that is served by several hubs, and so by several cores.
final class OnePort {
    private OnePort() {}

    static void main() throws IOException {
        try (HubGroup group = HubGroup.open(2)) {
            IO.println("served by " + hubsThatServe(group, 30));
        }
    }

    static Set<String> hubsThatServe(HubGroup group, int clients) throws IOException {
        try (var server = StreamServer.on("127.0.0.1:0", OnePort::answer).group(group).start()) {
            var names = new TreeSet<String>();
            for (int i = 0; i < clients; i++) {
                try (var socket = new Socket("127.0.0.1", server.port())) {
                    names.add(new String(socket.getInputStream().readAllBytes()));
                }
            }
            return names;
        }
    }

    private static void answer(Socket socket) throws IOException {
        socket.getOutputStream().write(Hub.current().name().getBytes());
    }
}
