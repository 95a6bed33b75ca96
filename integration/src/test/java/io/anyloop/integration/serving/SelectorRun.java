package io.anyloop.integration.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.integration.cuts.Traces;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// A hand-written selector loop in one greenlet, which is cut off again and again in the middle of its `select`, by limits and by
/// kills, and begun anew. Prints `key=number` lines.
final class SelectorRun {
    static final int GUESTS = 6;
    static final int LINES = 50;
    static final int LIVES = 3;

    private final AtomicInteger right = new AtomicInteger();
    private final AtomicInteger wrong = new AtomicInteger();
    private final AtomicInteger ticks = new AtomicInteger();

    private SelectorRun() {}

    /// @param args the loop
    public static void main(String[] args) throws Exception {
        new SelectorRun().run(args[0]);
        System.exit(0);
    }

    private void run(String loop) throws Exception {
        ServingRun.warmUp();
        int sockets;
        try (Hub hub = Hub.builder().loop(loop).open()) {
            sockets = Traces.sockets();
            Greenlet<Void> ticker = hub.spawn(this::tick);
            for (int i = 0; i < LIVES; i++) {
                live(hub, i % 2 == 0);
            }
            ticker.kill();
            ServingRun.say("right", right.get());
            ServingRun.say("wrong", wrong.get());
            ServingRun.say("ticks", ticks.get());
            ServingRun.say("reports", CountedLoop.REPORTS.get());
            ServingRun.sayLeft("greenlets", () -> hub.dump().count(), 0, () -> {});
            ServingRun.sayLeft("sockets", Traces::sockets, sockets, () -> {});
        }
    }

    private void tick() throws InterruptedException {
        while (true) {
            Thread.sleep(1);
            ticks.incrementAndGet();
        }
    }

    /// From the first guest to the kill, or to the end of a limit.
    private void live(Hub hub, boolean kill) throws Exception {
        try (ServerSocketChannel listening = ServerSocketChannel.open()) {
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            int port = listening.socket().getLocalPort();
            Greenlet<Void> loop =
                    kill
                            ? hub.spawn(() -> SelectorLoop.serve(listening))
                            : hub.spawn(() -> limited(listening));
            List<Thread> guests = new ArrayList<>();
            for (int i = 0; i < GUESTS; i++) {
                int guest = i;
                guests.add(Thread.ofPlatform().start(() -> visit(port, guest)));
            }
            for (Thread guest : guests) {
                guest.join();
            }
            try (Socket last = new Socket(InetAddress.getLoopbackAddress(), port)) {
                ask(last, 0);
                if (kill) {
                    loop.kill();
                }
                loop.join();
                right.addAndGet(sawTheEnd(last) ? 1 : 0);
            }
        }
    }

    private static void limited(ServerSocketChannel listening) throws IOException {
        try {
            Timeout.<Void, IOException>call(
                    Duration.ofSeconds(3),
                    () -> {
                        SelectorLoop.serve(listening);
                        return null;
                    });
        } catch (Timeout e) {
            // As it should be.
        }
    }

    private static boolean sawTheEnd(Socket last) throws IOException {
        try {
            return last.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    private void visit(int port, int guest) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (int i = 0; i < LINES; i++) {
                ask(socket, guest * LINES + i);
            }
        } catch (IOException e) {
            IO.println(e);
        }
    }

    private void ask(Socket socket, int number) throws IOException {
        String asked = "%08d".formatted(number);
        socket.getOutputStream().write(asked.getBytes(US_ASCII));
        String answer = new String(socket.getInputStream().readNBytes(asked.length()), US_ASCII);
        (answer.equals(asked) ? right : wrong).incrementAndGet();
    }
}
