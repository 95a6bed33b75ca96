package io.anyloop.agent.doctor;

import java.io.PrintStream;
import java.net.URLClassLoader;

/// The command `doctor`: what this machine, this Java and the class path have for hubs, and what to do about what is not well.
///
/// It works wherever a Java 8 or newer starts, asks nothing without a limit of time, and changes nothing.
public final class Doctor {
    /// The system property that the agent sets.
    public static final String AGENT = "io.anyloop.agent";

    /// Its value where the agent was started for this command, and not by a flag.
    static final String ONLY_HERE = "for the command";

    private static final int WELL = 0;
    private static final int NOT_WELL = 1;
    private static final int USAGE = 2;
    private static final long LIMIT_MILLIS = 20_000;

    private static final String HELP =
            "Usage: doctor [--json] [--class-path PATH]\n"
                    + "\n"
                    + "Tells what there is for hubs: Java and its flags, the agent and its features, loops,\n"
                    + "limits, io_uring, and the libraries on a class path; and for each thing that is not\n"
                    + "well what to do. Put it into a report of a bug.\n"
                    + "\n"
                    + "      --class-path PATH, -cp PATH\n"
                    + "                 Look there for Anyloop, Netty, Vert.x and the loops, as Java would.\n"
                    + "                 Default: the class path this Java was started with.\n"
                    + "      --json     Print one object of JSON.\n"
                    + "  -h, --help     Show this.\n"
                    + "\n"
                    + "Of a program with all its flags: java FLAGS -cp PATH io.anyloop.agent.Main doctor\n"
                    + "Exit status: 0 if all is well, 1 if something is not, 2 if the arguments are wrong.";

    private boolean json;
    private boolean help;
    private String classPath;
    private String refusal;

    private Doctor() {}

    /// Runs the command.
    ///
    /// @param arguments those behind `doctor`
    /// @param out takes the report
    /// @param err takes what is wrong with the arguments
    /// @return the exit status
    public static int run(String[] arguments, PrintStream out, PrintStream err) {
        Doctor doctor = new Doctor();
        doctor.parse(arguments);
        if (doctor.refusal != null) {
            err.println(doctor.refusal);
            return USAGE;
        }
        if (doctor.help) {
            out.println(HELP.replace("\n", System.lineSeparator()));
            return WELL;
        }
        return doctor.examine(out);
    }

    private void parse(String[] arguments) {
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("--json")) {
                json = true;
            } else if (argument.equals("--help") || argument.equals("-h")) {
                help = true;
            } else if (argument.startsWith("--class-path=")) {
                classPath = argument.substring("--class-path=".length());
            } else if (argument.equals("--class-path")
                    || argument.equals("-cp")
                    || argument.equals("-classpath")) {
                i++;
                classPath = i < arguments.length ? arguments[i] : null;
                refusal = i < arguments.length ? refusal : argument + " needs a class path.";
            } else {
                refusal =
                        "doctor knows no argument "
                                + argument
                                + ". It takes --json, --class-path PATH and --help.";
            }
        }
    }

    private int examine(PrintStream out) {
        ClassLoader own = Doctor.class.getClassLoader();
        ClassPath path = classPath(new Limit(LIMIT_MILLIS, own));
        ClassLoader loader = classPath == null ? own : new URLClassLoader(path.urls(), own);
        Machine machine = new ThisMachine(loader);
        Report report = examine(machine, path, new Limit(LIMIT_MILLIS, loader));
        out.print(
                json
                        ? Json.of(machine.version(), report)
                        : Text.of("Anyloop doctor " + machine.version(), report));
        out.flush();
        return report.isWell() ? WELL : NOT_WELL;
    }

    /// Reads it, which may take for ever where it is on another machine.
    private ClassPath classPath(Limit limit) {
        String list = classPath == null ? System.getProperty("java.class.path", "") : classPath;
        try {
            ClassPath path = limit.call(() -> ClassPath.of(list));
            if (classPath == null) {
                path.missing.clear(); // what Java itself ignores
            }
            return path;
        } catch (Limit.Refusal e) {
            ClassPath none = new ClassPath();
            none.unreadable.add("all of it, " + e.getMessage().replaceAll("\\.$", ""));
            return none;
        }
    }

    /// Called when the agent was started by `java -jar`.
    public static void agentIsForCommand() {
        System.setProperty(AGENT, ONLY_HERE);
    }

    /// All that is examined, in the order in which people read it.
    static Report examine(Machine machine, ClassPath path, Limit limit) {
        Report report = new Report();
        add(report, limit, "Java", part -> JavaCheck.examine(machine, part));
        add(report, limit, "The flags", part -> FlagCheck.examine(machine, part));
        add(report, limit, "The agent", part -> AgentCheck.examine(machine, part));
        LoopCheck.examine(machine, report, limit);
        add(report, limit, "The limits", part -> LimitCheck.examine(machine, part));
        add(report, limit, "io_uring", part -> IoUringCheck.examine(machine, part));
        add(
                report,
                limit,
                "The class path",
                part -> ClassPathCheck.examine(path, machine.version(), part));
        return report;
    }

    private interface Examination {
        void examine(Report part);
    }

    /// What hangs or fails is one more thing that is not well, and nothing else is lost by it.
    private static void add(Report report, Limit limit, String what, Examination examination) {
        try {
            report.add(
                    limit.call(() -> {
                        Report part = new Report();
                        examination.examine(part);
                        return part;
                    }));
        } catch (Limit.Refusal e) {
            report.wrong(
                    "not-told",
                    what + " cannot be told: " + e.getMessage(),
                    "Report it with all of this page.");
        }
    }
}
