package io.anyloop.launcher;

import io.anyloop.Loops;
import io.anyloop.launcher.soak.Parts;
import io.anyloop.launcher.soak.Soak;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.LoopProvider;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "soak",
        description = {
            "Have hubs do everything at once, for long: servers, clients, limits, kills, hubs that come"
                    + " and go, no descriptors, garbage. Promises are checked all the time: nothing is"
                    + " lost, late, or left behind."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "On the loop executor each hub runs on an executor of its own, on vertx on a Vert.x of its own,",
            "where verticles come and go as well.",
            "ANYLOOP_AGENT=no leaves the agent out.",
            "Exit status: 0 if every promise was kept, 1 if one was broken, 2 if a loop cannot be soaked.",
        })
final class SoakCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    @Option(
            names = "--minutes",
            paramLabel = "N",
            description = "For how long, on each loop. Default: ${DEFAULT-VALUE}.")
    private double minutes = 1;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Every choice comes from this. Default: another one each time.")
    private long seed = ThreadLocalRandom.current().nextLong(1_000_000);

    @Option(
            names = "--loop",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "On these loops, one after the other. Default: the chosen one.")
    private List<String> loops = List.of();

    @Option(
            names = "--late",
            paramLabel = "MS",
            description =
                    "How late anything may be, beside the pauses of the machine. Default:"
                            + " ${DEFAULT-VALUE}.")
    private long late = 2_000;

    @Override
    public Integer call() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        List<LoopProvider> providers;
        try {
            providers =
                    loops.isEmpty()
                            ? List.of(Loops.choose().provider())
                            : loops.stream().map(Loops::named).toList();
            providers.forEach(SoakCommand::requireFit);
        } catch (IllegalStateException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage().strip());
            return ExitCode.USAGE;
        }
        for (LoopProvider provider : providers) {
            out.printf(
                    "%s for %s minutes, --seed %d, %s%n",
                    provider.name(),
                    minutes,
                    seed,
                    System.getProperty("io.anyloop.agent") == null
                            ? "without the agent"
                            : "with the agent");
            List<String> broken =
                    new Soak(
                                    Parts.on(provider.name()),
                                    Duration.ofMillis((long) (minutes * 60_000)),
                                    Duration.ofSeconds(5),
                                    Duration.ofMillis(late),
                                    seed,
                                    out)
                            .run();
            broken.forEach(out::println);
            if (!broken.isEmpty()) {
                return ExitCode.SOFTWARE;
            }
        }
        return ExitCode.OK;
    }

    private static void requireFit(LoopProvider provider) {
        if (Parts.hasHost(provider.name())) {
            return;
        }
        if (Loops.availability(provider) instanceof Availability.Unavailable(var why, var remedy)) {
            throw new IllegalArgumentException(
                    "%s cannot be soaked here: %s; %s".formatted(provider.name(), why, remedy));
        }
        if (!provider.capabilities().contains(Capability.DESCRIPTORS)
                || provider.capabilities().contains(Capability.VIRTUAL_TIME)) {
            throw new IllegalArgumentException(
                    "%s cannot be soaked: it needs real sockets and real time. Name another loop, for example select."
                            .formatted(provider.name()));
        }
    }
}
