package io.anyloop.integration.cuts;

import io.anyloop.Hub;
import io.anyloop.integration.clients.Client;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/// One library on one loop, in a virtual machine of its own.
final class CutRun {
    /// The status of a run that did not come to its end.
    static final int HUNG = 3;

    /// `HttpURLConnection` lets go of what it keeps after ten seconds.
    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Subject subject;
    private final int port;
    private final Path result;
    private final Tally tally = new Tally();
    private final Jitter jitter = Jitter.start();

    private CutRun(Subject subject, int port, Path result) {
        this.subject = subject;
        this.port = port;
        this.result = result;
    }

    /// @param args what to use, the loop, the server's port, rounds, seed, seconds at most, where the counts go
    public static void main(String[] args) throws Exception {
        var run = new CutRun(Subject.named(args[0]), Integer.parseInt(args[2]), Path.of(args[6]));
        run.run(
                args[1],
                Integer.parseInt(args[3]),
                Long.parseLong(args[4]),
                Long.parseLong(args[5]));
        System.exit(0); // Libraries have threads of their own.
    }

    private void run(String loop, int rounds, long seed, long seconds) throws Exception {
        try (Hub hub = Hub.builder().loop(loop).closeLimit(Duration.ofSeconds(5)).open()) {
            Thread.ofPlatform().daemon().start(() -> endAfter(seconds, hub));
            int atServer = Traces.atServer(port);
            // The JDK opens a socket that it keeps, when it first has use for one.
            new Socket(InetAddress.getLoopbackAddress(), port).close();
            int sockets = Traces.sockets();
            long endBy = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds / 2);
            try (Client client = hub.call(() -> subject.maker().make(port))) {
                hub.call(() -> {
                    var queueing = Queueing.ofThisThread();
                    new Rounds(client, jitter, queueing, tally, endBy).run(rounds, seed);
                });
            }
            countLeft("sockets", Traces::sockets, sockets);
            countLeft("connections at the server", () -> Traces.atServer(port), atServer);
            countLeft("greenlets", () -> hub.dump().count(), 0);
        }
        write();
    }

    private void countLeft(String what, IntSupplier now, int before) throws InterruptedException {
        long begin = System.nanoTime();
        int left = now.getAsInt() - before;
        while (left > 0 && System.nanoTime() - begin < SETTLE_NANOS) {
            if (System.nanoTime() - begin > SETTLE_NANOS / 2) {
                System.gc(); // What nobody can reach any more is the library's to lose, and the
                // JDK closes it.
            }
            Thread.sleep(50);
            left = now.getAsInt() - before;
        }
        if (left > 0) {
            tally.add(Count.LEFT, left);
            tally.example(Count.LEFT, left + " " + what);
        }
    }

    private void endAfter(long seconds, Hub hub) {
        try {
            Thread.sleep(Duration.ofSeconds(seconds));
            tally.add(Count.HUNG);
            write();
            IO.println("It hangs.\n" + hub.dump());
        } catch (InterruptedException | IOException e) {
            IO.println("It hangs, and cannot say so: " + e);
        }
        Runtime.getRuntime().halt(HUNG);
    }

    private void write() throws IOException {
        tally.atLeast(Count.JITTER_MILLIS, TimeUnit.NANOSECONDS.toMillis(jitter.longestNanos()));
        tally.write(result);
    }
}
