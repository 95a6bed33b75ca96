package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Many sockets on several hubs, closed by anybody at any moment, their numbers used again at once; and streams in pieces of
/// every size. Nobody hangs, and no byte is lost or comes to a wrong place.
public abstract class SocketStressCases extends JdkCallCases {
    private static final int CONNECTIONS = 200;

    /// With the agent it is our code that is hammered, else the JDK's.
    private static final int ROUNDS = HubCase.hasAgent() ? 2_000 : 200;

    private static final int STREAMS = HubCase.hasAgent() ? 200 : 40;
    private static final int PIECES = 30;
    private static final int BUFFER = 64;

    // ---------------------------------------------------------------- closes

    /// Where one connection goes through its rounds.
    private record Crowd(List<Hub> hubs, ExecutorService threads, AtomicInteger rounds) {
        Hub any(Random random) {
            return hubs.get(random.nextInt(hubs.size()));
        }
    }

    @Test
    void n32_connections_that_anybody_closes_at_any_moment_hang_nobody() throws Exception {
        besideHub(hub -> {
            var hubs = List.of(hub.hub(), hub.other().hub(), hub.other().hub());
            try (var threads = Executors.newFixedThreadPool(2)) {
                var crowd = new Crowd(hubs, threads, new AtomicInteger());
                var all = new ArrayList<Greenlet<Void>>();
                for (int i = 0; i < CONNECTIONS; i++) {
                    var random = new Random(i);
                    all.add(crowd.any(random).spawn(() -> useMany(crowd, random)));
                }
                for (var one : all) {
                    one.get();
                }
            }
        });
    }

    private static void useMany(Crowd crowd, Random random) throws Exception {
        for (int round = crowd.rounds.getAndIncrement();
                round < ROUNDS;
                round = crowd.rounds.getAndIncrement()) {
            var ends = Ends.OfSocket.open();
            var echo = crowd.any(random).spawn(() -> echo(ends.there()));
            int closeAt = random.nextInt(6);
            int asked = 0;
            try {
                for (; asked < 4; asked++) {
                    if (asked == closeAt) {
                        closeSomewhere(crowd, random, ends);
                    }
                    String words = "round %d message %d".formatted(round, asked);
                    String heard = Talk.ask(ends.here(), words);
                    if (!heard.isEmpty()) {
                        assertEquals(words.substring(0, heard.length()), heard);
                    }
                }
            } catch (IOException closed) {
                // By somebody.
            }
            ends.here().close();
            echo.join();
        }
    }

    private static void echo(Socket socket) throws IOException {
        try (socket) {
            Talk.echo(socket);
        } catch (IOException closed) {
            // By somebody.
        }
    }

    private static void closeSomewhere(Crowd crowd, Random random, Ends.OfSocket ends) {
        Socket socket = random.nextBoolean() ? ends.here() : ends.there();
        switch (random.nextInt(3)) {
            case 0 -> crowd.threads.execute(() -> close(socket));
            case 1 -> crowd.any(random).spawn(() -> close(socket));
            default -> close(socket);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    // ---------------------------------------------------------------- pieces

    @Test
    void n32_pieces_of_every_size_from_the_same_hub_arrive_whole() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < STREAMS; i += 10) {
                var readers = new ArrayList<Greenlet<Void>>();
                for (int k = 0; k < 10; k++) {
                    int seed = i + k;
                    var ends = Ends.OfSocket.open();
                    readers.add(Greenlet.spawn(() -> readAll(ends, seed)));
                    Greenlet.spawn(() -> writeAll(ends.there(), seed, Greenlet::yield));
                }
                for (var reader : readers) {
                    reader.get();
                }
            }
        });
    }

    @Test
    void n32_pieces_of_every_size_from_another_thread_arrive_whole() throws Exception {
        inHub(hub -> {
            try (var threads = Executors.newFixedThreadPool(2)) {
                for (int i = 0; i < STREAMS; i++) {
                    int seed = i;
                    var ends = Ends.OfSocket.open();
                    threads.execute(() -> {
                        try {
                            writeAll(ends.there(), seed, Thread::yield);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    });
                    readAll(ends, seed);
                }
            }
        });
    }

    /// Pieces with pauses; the end comes with the last one.
    private static void writeAll(Socket to, int seed, Runnable pause) throws IOException {
        var random = new Random(seed);
        int next = 0;
        try (to) {
            for (int i = 0; i < PIECES; i++) {
                var piece = new byte[size(random)];
                for (int k = 0; k < piece.length; k++) {
                    piece[k] = (byte) next++;
                }
                to.getOutputStream().write(piece);
                for (int pauses = random.nextInt(4); pauses > 0; pauses--) {
                    pause.run();
                }
            }
        }
    }

    /// Often what just fits, or nearly.
    private static int size(Random random) {
        return switch (random.nextInt(5)) {
            case 0 -> BUFFER;
            case 1 -> BUFFER * (1 + random.nextInt(3));
            case 2 -> BUFFER - 1 + random.nextInt(3);
            case 3 -> 1 + random.nextInt(BUFFER);
            default -> 1 + random.nextInt(BUFFER * 40);
        };
    }

    private static void readAll(Ends.OfSocket ends, int seed) throws IOException {
        var random = new Random(seed);
        int expected = 0;
        for (int i = 0; i < PIECES; i++) {
            expected += size(random);
            random.nextInt(4);
        }
        var buffer = new byte[BUFFER];
        int next = 0;
        try (ends) {
            var in = ends.here().getInputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                for (int k = 0; k < count; k++) {
                    assertEquals((byte) next++, buffer[k]);
                }
            }
        }
        assertEquals(expected, next);
    }
}
