package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.queue.Queue;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;

/// A room in which everybody reads what anybody says: for each user a greenlet that reads, one that writes, and a queue
/// between them and the others.
final class ChatServer {
    static final String QUESTION = "Your name, one word that nobody has yet?";

    private final Map<String, Queue<String>> users = new HashMap<>();

    static void main() throws IOException {
        Hub.run(() -> new ChatServer().serve(new ServerSocket(7001)));
    }

    void serve(ServerSocket server) throws IOException {
        while (true) {
            Socket socket = server.accept();
            Greenlet.spawn(() -> welcome(socket));
        }
    }

    private void welcome(Socket socket) {
        try (socket) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            var out = new OutputStreamWriter(socket.getOutputStream(), UTF_8);
            String name = askName(in, out);
            if (name != null) {
                chat(name, in, out);
            }
        } catch (IOException e) {
            // The connection broke, which is another way to leave.
        }
    }

    private String askName(BufferedReader in, Writer out) throws IOException {
        while (true) {
            say(out, QUESTION);
            String name = in.readLine();
            if (name == null || (name.matches("\\w+") && !users.containsKey(name))) {
                return name;
            }
        }
    }

    // @start region="readme"
    private void chat(String name, BufferedReader in, Writer out) throws IOException {
        var inbox = new Queue<String>();
        users.put(name, inbox);
        broadcast(name + " has joined");
        var writer = Greenlet.spawn(() -> write(inbox, out));
        try {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                broadcast(name + ": " + line);
            }
        } finally {
            users.remove(name);
            broadcast(name + " has left");
            writer.kill();
        }
    }

    private void write(Queue<String> inbox, Writer out) {
        try {
            while (true) {
                say(out, inbox.get());
            }
        } catch (IOException e) {
            // The connection broke: the greenlet that reads from it sees that too.
        }
    }

    private void broadcast(
            String line) { // no lock: one greenlet runs at a time, and none waits here
        users.values().forEach(inbox -> inbox.put(line));
    }

    // @end

    private static void say(Writer out, String line) throws IOException {
        out.write(line + "\n");
        out.flush();
    }
}
