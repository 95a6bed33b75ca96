package io.anyloop.examples;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/// The other side of the demo: clients on stock virtual threads, which no hub has to do with.
final class Clients {
    /// How long a client waits for anything, before it calls that wrong.
    private static final int PATIENCE_SECONDS = 10;

    private Clients() {}

    /// Runs so many clients at the same time, and waits for all of them. The first failure stops the others.
    static <T> List<T> run(int count, IntFunction<Callable<T>> client) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var ended = new ExecutorCompletionService<T>(threads);
            List<Future<T>> all =
                    IntStream.range(0, count).mapToObj(client).map(ended::submit).toList();
            try {
                for (int i = 0; i < count; i++) {
                    ended.take().get();
                }
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new Wrong("a client failed: " + e.getCause(), e.getCause());
            }
            return all.stream().map(Future::resultNow).toList();
        }
    }

    static ServerSocket listen(int clients) throws IOException {
        return new ServerSocket(0, clients, InetAddress.getLoopbackAddress());
    }

    static Socket connect(ServerSocket server) throws IOException {
        Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        return socket;
    }

    /// Waits for the other clients.
    static void meet(CyclicBarrier all) throws Exception {
        all.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
