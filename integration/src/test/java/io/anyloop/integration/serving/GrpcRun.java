package io.anyloop.integration.serving;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.integration.clients.Client;
import io.anyloop.integration.clients.GrpcClient;
import io.anyloop.integration.cuts.Traces;
import io.anyloop.integration.servers.GrpcServer;
import io.anyloop.integration.servers.Server;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/// A server of gRPC whose handlers are greenlets, asked by greenlets of the same hub, half of them with limits. Prints `key=number`
/// lines.
final class GrpcRun {
    static final int GREENLETS = 10;
    static final int CALLS = 20;
    private static final int LONGEST_MICROS = 5_000;

    private final AtomicInteger onHub = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private int right;
    private int cut;
    private int wrong;

    private GrpcRun() {}

    /// @param args the loop, the seed
    public static void main(String[] args) throws Exception {
        new GrpcRun().run(args[0], Long.parseLong(args[1]));
        System.exit(0);
    }

    private void run(String loop, long seed) throws Exception {
        ServingRun.warmUp();
        try (Hub hub = Hub.builder().loop(loop).open()) {
            int sockets = Traces.sockets();
            int threads = ServingRun.threads();
            try (Server server = GrpcServer.start(hub, () -> look(hub))) {
                hub.call(() -> ask(server.port(), seed));
            }
            ServingRun.sayLeft("sockets", Traces::sockets, sockets, () -> {});
            ServingRun.sayLeft("threads", ServingRun::threads, threads, ServingRun::printThreads);
            ServingRun.sayLeft("greenlets", () -> hub.dump().count(), 0, () -> {});
        }
        ServingRun.say("onHub", onHub.get());
        ServingRun.say("elsewhere", elsewhere.get());
    }

    private void look(Hub hub) {
        boolean here = Thread.currentThread().isVirtual() && Hub.current() == hub;
        (here ? onHub : elsewhere).incrementAndGet();
    }

    private void ask(int port, long seed) throws Exception {
        try (Client client = GrpcClient.at(port)) {
            client.ask(1, () -> {}); // it is connected, and classes are loaded
            var random = new SplittableRandom(seed);
            List<Greenlet<Void>> all = new ArrayList<>();
            for (int i = 0; i < GREENLETS; i++) {
                SplittableRandom own = random.split();
                all.add(Greenlet.spawn(() -> askOften(client, own)));
            }
            all.forEach(Greenlet::join);
            all.forEach(Greenlet::get);
            ServingRun.say("right", right);
            ServingRun.say("cut", cut);
            ServingRun.say("wrong", wrong);
            int sound = 0;
            for (int i = 0; i < ServingRun.AFTERWARDS; i++) {
                sound += client.ask(i, () -> {}) == i ? 1 : 0;
            }
            ServingRun.say("sound", sound);
        }
    }

    private void askOften(Client client, SplittableRandom random) throws Exception {
        for (int i = 0; i < CALLS; i++) {
            long number = random.nextLong() >>> 1;
            Duration limit =
                    random.nextBoolean()
                            ? Duration.ofMinutes(1)
                            : Duration.ofNanos(1_000L * random.nextInt(LONGEST_MICROS));
            try {
                long answer = Timeout.call(limit, () -> client.ask(number, () -> {}));
                right += answer == number ? 1 : 0;
                wrong += answer == number ? 0 : 1;
            } catch (Timeout e) {
                cut++;
            }
        }
    }
}
