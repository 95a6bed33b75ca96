package io.anyloop.launcher;

import io.anyloop.spi.Availability;
import io.anyloop.tck.Behaviours;
import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
            "  ${COMMAND-FULL-NAME} --path my-loop.jar --path my-loop-tests.jar --loop mine",
            "Exit status: 0 if nothing failed, 1 if a case did, 2 if a loop cannot be judged.",
            "On a slow machine set ANYLOOP_TCK_TIME_FACTOR, for example to 3."
        })
final class TckCommand implements Callable<Integer> {
    /// Kept, since loggers are forgotten when nobody holds them.
    private static final Logger HUBS = Logger.getLogger("io.anyloop");

    @Spec private CommandSpec spec;
    private Progress progress;

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
            names = "--only",
            arity = "1..*",
            split = ",",
            paramLabel = "ID|RULE",
            description =
                    "Run these only: rules (2.9), behaviours (N-35), or cases by the beginning of"
                            + " their names.")
    private List<String> only = List.of();

    @Option(names = "--rules", description = "Judge the rules of the loops alone.")
    private boolean rules;

    @Option(
            names = "--greenlets",
            description =
                    "Judge greenlets, whether or not the rules hold. Default: only where they hold.")
    private boolean greenlets;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Begin what goes by chance with this. Default: 1.")
    private Long seed;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Judge so many times, and add up; with --measure, that many rounds.")
    private Integer repeat;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write what came of it to a file: .html, .md, .json or .xml.")
    private Path reportFile;

    @Option(
            names = "--measure",
            description =
                    "Judge nothing; measure what the loops cost, beside select and the system's own"
                            + " loop. On a machine that has nothing else to do.")
    private boolean measure;

    @Option(names = "--fail-fast", description = "End with the first case that fails.")
    private boolean failFast;

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
        String seedBefore = System.getProperty(TckEnvironment.SEED_PROPERTY);
        try (var loader = new URLClassLoader(urls(), before)) {
            thread.setContextClassLoader(loader);
            if (seed != null) {
                System.setProperty(TckEnvironment.SEED_PROPERTY, seed.toString());
            }
            if (!verbose) {
                HUBS.setLevel(Level.OFF);
            }
            return measure ? measure() : judge();
        } finally {
            HUBS.setLevel(level);
            if (seed != null) {
                restore(seedBefore);
            }
            thread.setContextClassLoader(before);
        }
    }

    private static void restore(String seedBefore) {
        if (seedBefore == null) {
            System.clearProperty(TckEnvironment.SEED_PROPERTY);
        } else {
            System.setProperty(TckEnvironment.SEED_PROPERTY, seedBefore);
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

    private int measure() {
        if (reportFile != null || rules || greenlets || !only.isEmpty() || !areas.isEmpty()) {
            throw new IllegalArgumentException(
                    "--measure judges nothing: give it --loop, --path and --repeat alone.");
        }
        List<Contender> all = available(Contender.all());
        Contender.named(loops); // refuses what is not there
        List<Contender> asked =
                all.stream().filter(c -> loops.isEmpty() || loops.contains(c.name())).toList();
        boolean isWhole =
                Measuring.of(asked, all, times(Measuring.ROUNDS))
                        .print(new Verdict(spec.commandLine().getOut(), verbose));
        return isWhole ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private static List<Contender> available(List<Contender> contenders) {
        return contenders.stream().filter(c -> c.availability().isYes()).toList();
    }

    private int times(int unlessSaid) {
        if (repeat != null && repeat < 1) {
            throw new IllegalArgumentException(
                    "--repeat is %d; give a number from 1 on.".formatted(repeat));
        }
        return repeat == null ? unlessSaid : repeat;
    }

    private int judge() throws IOException {
        int repeats = times(1);
        if (rules && greenlets) {
            throw new IllegalArgumentException(
                    "--rules and --greenlets exclude each other; without both, greenlets are judged"
                            + " where the rules hold.");
        }
        List<Contender> contenders = Contender.named(loops);
        List<Contender> available = available(contenders);
        var verdict = new Verdict(spec.commandLine().getOut(), verbose);
        progress = Progress.onTerminal(spec.commandLine().getOut());
        Optional<Report> report = Optional.ofNullable(reportFile).map(Report::new);
        var wanted = new Wanted(chosen(), only, soak, failFast);
        for (int i = 1; i <= repeats && !wanted.isOver(verdict); i++) {
            if (repeats > 1) {
                verdict.line("run %d of %d", i, repeats);
            }
            for (Contender contender : available) {
                judge(contender, wanted, verdict, report);
            }
        }
        listOthers(contenders, verdict);
        if (available.isEmpty()) {
            throw new IllegalStateException("No event loop can be judged here.");
        }
        wanted.requireSome(verdict);
        if (report.isPresent()) {
            report.get().write();
        }
        verdict.sum();
        return verdict.isGood() ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private List<Area> chosen() {
        return Area.named(areas).stream()
                .filter(area -> !(rules && !area.isRules()) && !(greenlets && area.isRules()))
                .toList();
    }

    private void judge(
            Contender contender, Wanted wanted, Verdict verdict, Optional<Report> report) {
        if (wanted.isOver(verdict)) {
            return;
        }
        long begin = System.nanoTime();
        verdict.begin(contender);
        boolean rulesHold = true;
        for (Area area : wanted.areas()) {
            if (wanted.isOver(verdict)) {
                break;
            }
            if (!rulesHold && !isAskedFor()) {
                verdict.line(
                        "  greenlets were not judged, since rules of the loop do not hold;"
                                + " --greenlets does it all the same");
                break;
            }
            var result = AreaRun.of(contender.contract(), area, wanted, progress);
            rulesHold &= !area.isRules() || result.failures().isEmpty();
            verdict.add(area, result);
            report.ifPresent(file -> file.add(contender.label(), area, result));
        }
        verdict.end((System.nanoTime() - begin) / 1e9);
    }

    /// Whether the greenlets are judged whatever comes of the rules.
    private boolean isAskedFor() {
        return greenlets || !areas.isEmpty() || !only.isEmpty();
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
