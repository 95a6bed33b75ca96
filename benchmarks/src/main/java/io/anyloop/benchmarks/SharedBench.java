package io.anyloop.benchmarks;

import java.util.ArrayList;
import java.util.List;

/// `bench echo --shared`: what a message costs where another process wants the server's processor all the time, as it is in many
/// containers.
final class SharedBench {
    private static final double TARGET = 1.1;
    private static final String SPIN = "while :; do :; done";

    private SharedBench() {}

    static void run(boolean quick, List<String> only) throws Exception {
        Environment.print();
        EchoPeer.Choice choice = EchoPeer.choose(only.isEmpty() ? usual() : only);
        choice.leftOut().forEach(IO::println);
        var costs = new MessageCosts(quick, stockFirst(choice.peers()), MessageCosts.ECHO);
        IO.println(
                "cores    " + costs.cores().note() + "; beside the server another process spins");
        Process spinning = spin(costs.cores());
        // It would spin for ever if the bench is broken off.
        Runtime.getRuntime().addShutdownHook(new Thread(spinning::destroyForcibly));
        try {
            costs.measure();
        } finally {
            spinning.destroyForcibly();
        }
        costs.print(EchoPeer.AGENT, TARGET);
        costs.write("echo-shared", "Echo servers on a processor that another process wants, too");
    }

    private static List<String> usual() {
        return List.of(EchoPeer.STOCK, EchoPeer.AGENT);
    }

    private static List<EchoPeer> stockFirst(List<EchoPeer> peers) throws Missing {
        List<EchoPeer> ordered = new ArrayList<>(peers);
        ordered.sort((one, other) -> Boolean.compare(isStock(other), isStock(one)));
        if (!isStock(ordered.getFirst())) {
            throw new Missing(
                    "With --shared others are compared with \"%s\": name it, too."
                            .formatted(EchoPeer.STOCK));
        }
        return ordered;
    }

    private static boolean isStock(EchoPeer peer) {
        return peer.name().equals(EchoPeer.STOCK);
    }

    private static Process spin(Cores cores) throws Exception {
        List<String> command = new ArrayList<>(cores.server());
        command.addAll(List.of("sh", "-c", SPIN));
        return new ProcessBuilder(command).start();
    }
}
