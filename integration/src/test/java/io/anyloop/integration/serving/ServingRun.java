package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.cuts.Traces;
import io.anyloop.integration.servers.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// One framework on one loop, in a virtual machine of its own. Prints `key=number` lines.
final class ServingRun {
    /// Requests on fresh connections when all is over.
    static final int AFTERWARDS = 20;

    private static final long SETTLE_NANOS = TimeUnit.SECONDS.toNanos(15);

    private final Framework framework;
    private final AtomicInteger stuck = new AtomicInteger();

    private ServingRun(Framework framework) {
        this.framework = framework;
    }

    /// @param args the framework, the loop, rounds, seed
    public static void main(String[] args) throws Exception {
        var run = new ServingRun(Framework.valueOf(args[0]));
        int rounds = Integer.parseInt(args[2]);
        long seed = Long.parseLong(args[3]);
        if (run.framework.adopted) {
            run.serve(Hub.current(), rounds, seed);
        } else {
            run.open(args[1], rounds, seed);
        }
        System.exit(0); // says itself what is left
    }

    private void open(String loop, int rounds, long seed) throws Exception {
        try (Hub hub =
                Hub.builder()
                        .loop(loop)
                        .closeLimit(Duration.ofSeconds(5))
                        .stuckHandler(report -> {
                            stuck.incrementAndGet();
                            IO.println(report);
                        })
                        .open()) {
            serve(hub, rounds, seed);
        }
    }

    private void serve(Hub hub, int rounds, long seed) throws Exception {
        warmUp();
        var work = new Work(hub, framework.greenletGoesOn);
        var probe = new Probe(hub, work);
        int sockets = Traces.sockets();
        int main = hub.dump().count() - 1; // beside the ticker
        int threads = threads() + framework.keptThreads;
        Server server = framework.start(hub, work);
        say("warm", Guests.sound(server.port(), AFTERWARDS));
        probe.run(server.port());
        new Guests(server.port()).ask(rounds, seed).forEach(ServingRun::say);
        say("sound", Guests.sound(server.port(), AFTERWARDS));
        if (framework.adopted) {
            stop(server);
        } else {
            // @start region="drain"
            hub.onDrain(limit -> stop(server)); // in a greenlet, before anything of the hub's ends
            // @end
            hub.drain(Duration.ofSeconds(5));
        }
        probe.end();
        sayLeft("sockets", Traces::sockets, sockets, () -> {});
        sayLeft("threads", ServingRun::threads, threads, ServingRun::printThreads);
        sayLeft("greenlets", () -> hub.dump().count(), main, () -> IO.println(hub.dump()));
        say("onHub", work.onHub.get());
        say("elsewhere", work.elsewhere.get());
        say("stuck", stuck.get());
    }

    private static void stop(Server server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the JDK opens when it is first used, and keeps.
    static void warmUp() throws Exception {
        DriverManager.getDrivers(); // One on the class path has a thread.
        try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var socket = new Socket(listening.getInetAddress(), listening.getLocalPort())) {
            socket.setTcpNoDelay(true);
        }
    }

    /// Threads of the platform.
    static int threads() {
        return Thread.getAllStackTraces().size();
    }

    static void printThreads() {
        Thread.getAllStackTraces().keySet().forEach(IO::println);
    }

    static void sayLeft(String what, IntSupplier now, int before, Runnable seen)
            throws InterruptedException {
        long begin = System.nanoTime();
        int left = now.getAsInt() - before;
        while (left > 0 && System.nanoTime() - begin < SETTLE_NANOS) {
            if (System.nanoTime() - begin > SETTLE_NANOS / 4) {
                System.gc(); // Undertow's library leaves it to that to close what was cut off.
            }
            Thread.sleep(50);
            left = now.getAsInt() - before;
        }
        if (left > 0) {
            IO.println(what + " are left");
            seen.run();
        }
        say("left." + what, Math.max(0, left));
    }

    static void say(String what, int number) {
        IO.println(what + "=" + number);
    }
}
