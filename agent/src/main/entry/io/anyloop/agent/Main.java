package io.anyloop.agent;

import io.anyloop.agent.doctor.Doctor;
import java.util.Arrays;

/// For `java -jar anyloop-agent.jar`.
public final class Main {
    private static final int USAGE = 2;

    private Main() {}

    /// Runs a command and exits.
    ///
    /// @param arguments of the command line
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        String command = arguments.length == 0 ? "--help" : arguments[0];
        if (command.equals("doctor")) {
            String[] rest = Arrays.copyOfRange(arguments, 1, arguments.length);
            return Doctor.run(rest, System.out, System.err);
        }
        if (command.equals("hooks")) {
            return hooks();
        }
        if (command.equals("--help") || command.equals("-h") || command.equals("help")) {
            System.out.println(help());
            return 0;
        }
        System.err.println(
                "anyloop-agent.jar knows no command " + command + ". It knows: doctor, hooks.");
        return USAGE;
    }

    /// By name, since an older Java cannot read the class.
    private static int hooks() {
        try {
            Class<?> table = Class.forName("io.anyloop.agent.HookTable");
            System.out.print(table.getMethod("page").invoke(null));
            return 0;
        } catch (ReflectiveOperationException | UnsupportedClassVersionError e) {
            System.err.println("This command needs Java 25 or newer.");
            return USAGE;
        }
    }

    private static String help() {
        return String.join(
                System.lineSeparator(),
                "Anyloop's agent: opens what hubs need, and brings the JDK's own waits to their loops.",
                "",
                "It is not a program, but a flag for one:",
                "  java -javaagent:anyloop-agent.jar -cp ... Main",
                "",
                "What is there for hubs on this machine, and what is not well:",
                "  java -jar anyloop-agent.jar doctor --help",
                "",
                "What the agent changes in each release of the JDK, as a page:",
                "  java -jar anyloop-agent.jar hooks");
    }
}
