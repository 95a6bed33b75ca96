package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;

/// Clients of [EchoServer], all connected at the same time, which compare every byte.
record EchoCheck(int clients, int messages) implements Check {
    private static final int LONGEST =
            8_192; // fits into a socket's buffer, so nobody waits to send

    @Override
    public String name() {
        return "echo";
    }

    @Override
    public String run(Hub hub) throws Exception {
        try (ServerSocket server = Clients.listen(clients)) {
            Greenlet<?> serving = hub.spawn(() -> EchoServer.serve(server));
            CyclicBarrier connected = new CyclicBarrier(clients);
            long bytes =
                    Clients.run(clients, n -> () -> talk(server, n, connected)).stream()
                            .mapToLong(sent -> sent)
                            .sum();
            serving.kill();
            return "%d clients, %,d messages, %,d bytes"
                    .formatted(clients, clients * messages, bytes);
        }
    }

    private long talk(ServerSocket server, int client, CyclicBarrier connected) throws Exception {
        Random random = new Random(client);
        long bytes = 0;
        try (Socket socket = Clients.connect(server)) {
            for (int i = 0; i < messages; i++) {
                byte[] sent = new byte[1 + random.nextInt(LONGEST)];
                random.nextBytes(sent);
                socket.getOutputStream().write(sent);
                byte[] back = socket.getInputStream().readNBytes(sent.length);
                Wrong.unless(
                        Arrays.equals(sent, back),
                        "client %d got %d bytes back that are not the %d sent",
                        client,
                        back.length,
                        sent.length);
                bytes += sent.length;
                if (i == 0) {
                    Clients.meet(connected);
                }
            }
            socket.shutdownOutput();
            Wrong.unless(
                    socket.getInputStream().read() < 0, "client %d got more than sent", client);
        }
        return bytes;
    }
}
