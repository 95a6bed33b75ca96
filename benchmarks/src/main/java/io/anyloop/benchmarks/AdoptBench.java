package io.anyloop.benchmarks;

import io.anyloop.benchmarks.MessageCosts.Asked;
import java.util.List;
import java.util.Locale;

/// `bench adopt`: what servers on virtual threads that nobody has changed cost, as they are and under `adopt`. Each is kept to one
/// carrier or one hub, and to one processor.
enum AdoptBench {
    ECHO(StockSocketServer.class, 0.8, MessageCosts.ECHO, "An echo server"),
    JETTY(JettyPlaintext.class, 0.95, List.of(plaintext()), "Jetty"),
    SPRING(SpringPlaintext.class, 1, List.of(plaintext()), "An application of Spring Boot's");

    private static final int CONNECTIONS = 64;
    private static final String AS_IT_IS = "virtual threads";
    private static final String ADOPTED = "the same under adopt";

    private final Class<?> server;
    private final double target;
    private final List<Asked> asked;
    private final String title;

    AdoptBench(Class<?> server, double target, List<Asked> asked, String title) {
        this.server = server;
        this.target = target;
        this.asked = asked;
        this.title = title;
    }

    private static Asked plaintext() {
        return new Asked(CONNECTIONS, HttpServers.PLAINTEXT);
    }

    static void runAll(boolean quick) throws Exception {
        Environment.print();
        for (AdoptBench each : values()) {
            each.run(quick);
        }
    }

    private void run(boolean quick) throws Exception {
        var costs = new MessageCosts(quick, peers(), asked);
        IO.println();
        IO.println("%s; %s".formatted(title, costs.cores().note()));
        costs.measure();
        costs.print(ADOPTED, target);
        costs.write("adopt-" + name().toLowerCase(Locale.ROOT), title + ", as it is and adopted");
    }

    List<EchoPeer> peers() {
        return List.of(
                peer(AS_IT_IS), peer(ADOPTED, "-javaagent:" + Places.runJar() + "=adopt,hubs=1"));
    }

    private EchoPeer peer(String name, String... more) {
        List<String> flags = Forked.flags(true, EchoPeer.HEAP);
        flags.addAll(List.of(more));
        return new EchoPeer(name, Forked.command(flags, server));
    }
}
