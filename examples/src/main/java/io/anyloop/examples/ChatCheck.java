package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CyclicBarrier;

/// Users of [ChatServer]. The first comes before all others and goes after them, so it reads everything; what each
/// other one reads must be exactly that, from its own arrival until it goes.
record ChatCheck(int users, int lines) implements Check {

    @Override
    public String name() {
        return "chat";
    }

    @Override
    public String run(Hub hub) throws Exception {
        try (ServerSocket server = Clients.listen(users)) {
            Greenlet<?> serving = hub.spawn(() -> new ChatServer().serve(server));
            Room room = new Room(server);
            List<List<String>> read = Clients.run(users, n -> () -> room.visit(n));
            serving.kill();
            check(read);
            return "%d users, %,d lines said, %,d lines read"
                    .formatted(users, users * lines, read.stream().mapToInt(List::size).sum());
        }
    }

    private void check(List<List<String>> read) throws Wrong {
        List<String> everything = read.getFirst();
        int expected = users + users * lines + users - 1; // all arrive and speak, all but one leave
        Wrong.unless(
                everything.size() == expected && new HashSet<>(everything).size() == expected,
                "the first user read %d lines (%d different) instead of %d",
                everything.size(),
                new HashSet<>(everything).size(),
                expected);
        for (int n = 0; n < users; n++) {
            int from = everything.indexOf(joined(n));
            int to = from + read.get(n).size();
            Wrong.unless(
                    from >= 0
                            && to <= everything.size()
                            && read.get(n).equals(everything.subList(from, to)),
                    "user %d read something else than the first one: %s",
                    n,
                    read.get(n));
        }
    }

    private static String joined(int user) {
        return "user" + user + " has joined";
    }

    /// What all users do: come, wait until all are there, speak, hear everybody. Those with odd numbers leave then, by
    /// breaking their connections; the others see them leave, and leave too.
    private final class Room {
        private final ServerSocket server;
        private final CyclicBarrier firstIsIn = new CyclicBarrier(users);
        private final CyclicBarrier allAreIn = new CyclicBarrier(users);
        private final CyclicBarrier allHaveHeard = new CyclicBarrier(users);
        private final CyclicBarrier oddHaveLeft = new CyclicBarrier(users - users / 2);

        Room(ServerSocket server) {
            this.server = server;
        }

        List<String> visit(int n) throws Exception {
            try (Socket socket = Clients.connect(server)) {
                User user = new User(n, socket);
                if (n == 0) {
                    user.comeIn();
                    Clients.meet(firstIsIn);
                } else {
                    Clients.meet(firstIsIn);
                    user.tryNameOfTheFirst();
                    user.comeIn();
                }
                Clients.meet(allAreIn);
                user.speak();
                user.readUntil(": ", users * lines);
                Clients.meet(allHaveHeard);
                if (n % 2 == 1) {
                    socket.setSoLinger(true, 0); // close breaks the connection
                } else {
                    user.readUntil(" has left", users / 2);
                    Clients.meet(oddHaveLeft);
                }
                if (n == 0) {
                    user.readUntil(" has left", users - 1);
                }
                return user.read;
            }
        }
    }

    private final class User {
        private final int number;
        private final Socket socket;
        private final BufferedReader in;
        final List<String> read = new ArrayList<>();

        User(int number, Socket socket) throws IOException {
            this.number = number;
            this.socket = socket;
            this.in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        }

        void tryNameOfTheFirst() throws Exception {
            answer("user0");
        }

        void comeIn() throws Exception {
            answer("not one word");
            answer("user" + number);
            readUntil(joined(number), 1);
        }

        private void answer(String name) throws Exception {
            String question = in.readLine();
            Wrong.unless(
                    ChatServer.QUESTION.equals(question),
                    "user %d was not asked for a name: %s",
                    number,
                    question);
            say(name);
        }

        void speak() throws IOException {
            for (int i = 1; i <= lines; i++) {
                say("line " + i);
            }
        }

        private void say(String line) throws IOException {
            socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
        }

        /// Reads on until so many lines with this in it have been read since the beginning.
        void readUntil(String what, int count) throws Exception {
            while (read.stream().filter(line -> line.contains(what)).count() < count) {
                String line = in.readLine();
                Wrong.unless(
                        line != null,
                        "user %d was cut off before %d lines with \"%s\"",
                        number,
                        count,
                        what);
                read.add(line);
            }
        }
    }
}
