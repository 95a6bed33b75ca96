package io.anyloop.examples.programs;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.server.StreamServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Map;
import java.util.TreeMap;

/// Passes TCP connections on to another server. Commands on standard input: `list` shows who is connected, `kill NUMBER` cuts one
/// off, `stop` all.
final class Proxy {
    private final InetSocketAddress target;
    private final Map<Integer, Greenlet<?>> conversations = new TreeMap<>();

    Proxy(InetSocketAddress target) {
        this.target = target;
    }

    static void main(String... args) throws IOException {
        int port = Integer.parseInt(args[0]);
        var proxy = new Proxy(new InetSocketAddress(args[1], Integer.parseInt(args[2])));
        Hub.run(() -> {
            try (var server = StreamServer.on(port, proxy::relay).start()) {
                IO.println("Passing on what comes to " + server.address());
                proxy.obey(new BufferedReader(new InputStreamReader(System.in)));
            }
        });
    }

    void relay(Socket client) throws IOException {
        var here = Greenlet.current();
        conversations.put(here.id(), here.name("from " + client.getRemoteSocketAddress()));
        try (var server = new Socket(target.getAddress(), target.getPort())) {
            var answers = Greenlet.spawn(() -> copy(server, client));
            try {
                copy(client, server);
                answers.join();
            } finally {
                answers.kill();
            }
        } finally {
            conversations.remove(here.id());
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        from.getInputStream().transferTo(to.getOutputStream());
        to.shutdownOutput(); // and the other direction goes on
    }

    void obey(BufferedReader commands) throws IOException {
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.strip().split(" +");
            switch (words[0]) {
                case "list" ->
                        conversations.forEach((id, who) -> IO.println(id + " " + who.name()));
                case "kill" -> IO.println(kill(Integer.parseInt(words[1])));
                case "stop" -> {
                    return;
                }
                default -> IO.println("list, kill NUMBER, or stop");
            }
        }
    }

    String kill(int id) {
        Greenlet<?> conversation = conversations.get(id);
        if (conversation != null) {
            conversation.kill("somebody pulled the switch");
        }
        return (conversation == null ? "There is no " : "Cut off: ") + id;
    }

    Map<Integer, Greenlet<?>> connected() {
        return conversations;
    }
}
