package io.anyloop.agent;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import java.util.List;

/// `java -jar anyloop-run.jar [options] -- -jar app.jar`: has the program's classes take the place of this one's, and runs its `main`, in
/// the same virtual machine.
public final class RunCommand {
    private static final int USAGE = 2;

    private RunCommand() {}

    /// Runs a program until its `main` returns.
    ///
    /// @param arguments of the command line
    /// @param instrumentation given by the virtual machine
    /// @throws Throwable what that `main` throws
    public static void run(String[] arguments, Instrumentation instrumentation) throws Throwable {
        int end = Arrays.asList(arguments).indexOf("--");
        List<String> before = List.of(arguments).subList(0, end < 0 ? arguments.length : end);
        if (before.contains("--help") || before.contains("-h") || arguments.length == 0) {
            System.out.println(help());
            return;
        }
        try {
            if (instrumentation == null) {
                throw new IllegalArgumentException(
                        "Start it by java -jar anyloop-run.jar, or as an agent.");
            }
            if (end < 0) {
                throw new IllegalArgumentException(
                        "What is to be run stands behind --, as behind java: -- -jar app.jar, or -- -cp … Main.");
            }
            String options = options(before);
            CommandLine program =
                    CommandLine.of(List.of(arguments).subList(end + 1, arguments.length));
            start(Program.of(options), program, instrumentation);
        } catch (IllegalArgumentException e) {
            System.err.println("anyloop: " + e.getMessage());
            System.exit(USAGE);
        }
    }

    /// As the agent takes them: `--loop select --adopt` is `run,loop=select,adopt`.
    private static String options(List<String> given) {
        StringBuilder options = new StringBuilder("run");
        for (int i = 0; i < given.size(); i++) {
            String option = given.get(i);
            if (!option.startsWith("--")) {
                throw new IllegalArgumentException(
                        "Options begin with --, and %s does not.".formatted(option));
            }
            options.append(',').append(option, 2, option.length());
            if (!option.contains("=")
                    && i + 1 < given.size()
                    && !given.get(i + 1).startsWith("-")) {
                options.append('=').append(given.get(++i));
            }
        }
        return options.toString();
    }

    private static void start(Program asked, CommandLine program, Instrumentation instrumentation)
            throws Throwable {
        Class<?> main;
        try {
            main = program.load(instrumentation);
        } catch (ClassNotFoundException | LinkageError e) { // as Java's launcher says it
            System.err.println("Error: Could not find or load main class " + program.main());
            System.err.println("Caused by: " + e);
            System.exit(1);
            return;
        } catch (IOException e) {
            System.err.println("Error: " + e.getMessage());
            System.exit(1);
            return;
        }
        if (!AnyloopAgent.begin(asked, instrumentation)) {
            System.exit(USAGE);
        }
        try {
            Class.forName(Program.HOOK, true, null)
                    .getMethod("run", Class.class, String[].class)
                    .invoke(null, main, program.arguments().toArray(String[]::new));
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static String help() {
        return String.join(
                System.lineSeparator(),
                "Runs a program on hubs, as it is:",
                "  java [options of Java's] -jar anyloop-run.jar [options] -- -jar app.jar [arguments]",
                "  java [options of Java's] -jar anyloop-run.jar [options] -- -cp ... Main [arguments]",
                "Its main is the first greenlet of a hub, and with",
                "",
                "  --adopt                 its virtual threads come to hubs, too",
                "  --adopt=pools           and so do the threads of its pools",
                "  --leave=a.b:c.d         not those of pools that classes with these prefixes make",
                "  --hubs=N                how many hubs; one for each core, or one without --adopt",
                "  --loop=NAME             the loop: select, epoll, ...",
                "  --stall=TIME            a thread that holds its hub for longer is handed over; 200ms",
                "  --detect-blocking=TIME  the same, and each one is told of, with its stack",
                "  --drain=TIME            so long servers and greenlets may take at the end; 10s",
                "",
                "As an agent alone: -javaagent:anyloop-run.jar=adopt=pools,hubs=2");
    }
}
