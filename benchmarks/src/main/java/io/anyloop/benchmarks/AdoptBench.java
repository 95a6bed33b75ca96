package io.anyloop.benchmarks;

import java.util.List;

/// `bench adopt`: what a message costs an echo server on virtual threads that nobody has changed, as it is and under `adopt`. Both are
/// kept to one thread, one carrier or one hub, and to one processor.
final class AdoptBench {
    private static final double TARGET = 0.8;
    private static final String ADOPTED = "the same under adopt";

    private AdoptBench() {}

    static List<EchoPeer> peers() {
        List<String> adopted = flags();
        adopted.add("-javaagent:" + Places.runJar() + "=adopt,hubs=1");
        return List.of(peer("virtual threads", flags()), peer(ADOPTED, adopted));
    }

    private static List<String> flags() {
        return Forked.flags(true, EchoPeer.HEAP);
    }

    private static EchoPeer peer(String name, List<String> flags) {
        return new EchoPeer(name, Forked.command(flags, StockSocketServer.class));
    }

    static void run(boolean quick) throws Exception {
        Environment.print();
        var costs = new MessageCosts(quick, peers());
        IO.println("cores    " + costs.cores().note());
        costs.measure();
        costs.print(ADOPTED, TARGET);
        costs.write("adopt", "An echo server on virtual threads, as it is and adopted");
    }
}
