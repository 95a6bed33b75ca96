package io.anyloop.launcher;

import io.anyloop.spi.Availability;
import io.anyloop.tck.Behaviours;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "tck",
        description = {
            "Judge event loops by the contracts, without a build: the rules of the loop itself, and"
                    + " what greenlets do on it."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "A loop of your own, with its contract registered as a service if it has a host:",
            "  anyloop tck --path my-loop.jar --path my-loop-tests.jar --loop mine",
            "Exit status: 0 if nothing failed, 1 if a case did, 2 if a loop cannot be judged.",
            "On a slow machine set ANYLOOP_TCK_TIME_FACTOR, for example to 3."
        })
final class TckCommand implements Callable<Integer> {
    /// Kept, since loggers are forgotten when nobody holds them.
    private static final Logger HUBS = Logger.getLogger("io.anyloop");

    @Spec private CommandSpec spec;

    @Option(
            names = "--loop",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "Judge these loops only. Default: every available one.")
    private List<String> loops = List.of();

    @Option(
            names = "--area",
            arity = "1..*",
            split = ",",
            paramLabel = "NAME",
            description = "Run these areas only, for example Rules or Timeouts.")
    private List<String> areas = List.of();

    @Option(
            names = "--path",
            paramLabel = "JAR|DIRECTORY",
            description = "Look for loops and contracts there, too.")
    private List<Path> path = List.of();

    @Option(names = "--verbose", description = "Show stacks, and what hubs log.")
    private boolean verbose;

    @Option(
            names = "--soak",
            description = "Also run what takes long: ten minutes of stress on each loop.")
    private boolean soak;

    @Option(
            names = "--behaviours",
            description = "Run nothing; print the table of behaviours, as in docs/behaviours.md.")
    private boolean behaviours;

    /// Refusals say what was seen and what to do, so they are all that is printed.
    @Override
    public Integer call() throws IOException {
        try {
            return behaviours ? table() : judgeWithPath();
        } catch (IllegalStateException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage().strip());
            return ExitCode.USAGE;
        }
    }

    private int table() {
        spec.commandLine().getOut().print(Behaviours.table());
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }

    private int judgeWithPath() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        Level level = HUBS.getLevel();
        try (var loader = new URLClassLoader(urls(), before)) {
            thread.setContextClassLoader(loader);
            if (!verbose) {
                HUBS.setLevel(Level.OFF);
            }
            return judge();
        } finally {
            HUBS.setLevel(level);
            thread.setContextClassLoader(before);
        }
    }

    private URL[] urls() throws MalformedURLException {
        var urls = new ArrayList<URL>();
        for (Path entry : path) {
            if (!Files.exists(entry)) {
                throw new IllegalArgumentException(
                        "There is no %s. Name a jar or a directory of classes.".formatted(entry));
            }
            urls.add(entry.toUri().toURL());
        }
        return urls.toArray(URL[]::new);
    }

    private int judge() {
        List<Area> wanted = Area.named(areas);
        List<Contender> contenders = Contender.named(loops);
        List<Contender> available =
                contenders.stream().filter(c -> c.availability().isYes()).toList();
        var verdict = new Verdict(spec.commandLine().getOut(), verbose);
        for (Contender contender : available) {
            judge(contender, wanted, verdict);
        }
        listOthers(contenders, verdict);
        if (available.isEmpty()) {
            throw new IllegalStateException("No event loop can be judged here.");
        }
        verdict.sum();
        return verdict.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void judge(Contender contender, List<Area> areas, Verdict verdict) {
        long begin = System.nanoTime();
        verdict.begin(contender);
        areas.forEach(area -> verdict.add(area, AreaRun.of(contender.contract(), area, soak)));
        verdict.end((System.nanoTime() - begin) / 1e9);
    }

    private static void listOthers(List<Contender> contenders, Verdict verdict) {
        int count = 0;
        for (Contender contender : contenders) {
            if (contender.availability()
                    instanceof Availability.Unavailable(String why, String remedy)) {
                count++;
                verdict.line("%s: not available, %s; %s", contender.label(), why, remedy);
            }
        }
        if (count > 0) {
            verdict.line("%d not available", count);
        }
    }
}
