package io.anyloop.agent.doctor;

/// Which Java this is, and whether hubs can run on it.
final class JavaCheck {
    static final int OLDEST = 25;

    /// Releases that lose wake-ups.
    private static final String STUCK_PARKS = "25|25\\.0\\.[0-2](\\.[0-9.]+)?";

    private JavaCheck() {}

    static void examine(Machine machine, Report report) {
        report.section("java", "Java")
                .fact("version", machine.property("java.runtime.version"))
                .fact("vendor", vendor(machine))
                .fact("vm", machine.property("java.vm.name"))
                .fact("home", machine.property("java.home"))
                .fact("system", machine.property("os.name") + " " + machine.property("os.version"))
                .fact("architecture", machine.property("os.arch"));
        if (!isNewEnough(machine)) {
            report.wrong(
                    "java-too-old",
                    "This is Java "
                            + machine.property("java.version")
                            + ", and Anyloop needs Java "
                            + OLDEST
                            + " or newer.",
                    "Start the program with a newer Java; this one is in "
                            + machine.property("java.home")
                            + ".");
            return;
        }
        if (machine.property("java.version").matches(STUCK_PARKS)) {
            report.wrong(
                    "java-stuck-parks",
                    "In Java "
                            + machine.property("java.version")
                            + " a virtual thread, so a greenlet too, can stay parked for ever though it was woken (JDK-8369227).",
                    "Install Java 25.0.3 or newer.");
        }
        parts(machine, report);
        if (machine.property("java.vm.name").contains("OpenJ9")) {
            report.note(
                    "java-vm",
                    "Anyloop was not tried on " + machine.property("java.vm.name") + ".",
                    "If something goes wrong, try a Java with HotSpot, for example Temurin.");
        }
    }

    private static void parts(Machine machine, Report report) {
        if ("no".equals(machine.newer().get("virtualThreads"))) {
            report.wrong(
                    "no-virtual-threads",
                    "This Java runs without real virtual threads (-XX:-VMContinuations, or a system where they do not exist), and greenlets are nothing else.",
                    "Remove that flag, or use another build of Java.");
        }
        if ("no".equals(machine.newer().get("agents"))) {
            noAgents(FlagCheck.opensJavaLang(machine), report);
        }
    }

    private static void noAgents(boolean hubsOpen, Report report) {
        String seen = "This Java has no module java.instrument, so it cannot start agents";
        String remedy = "Add it to the image: jlink --add-modules java.instrument,...";
        if (hubsOpen) {
            report.note("no-agents", seen + "; hubs run with less.", remedy);
        } else {
            report.wrong(
                    "no-agents",
                    seen + ", and no hub opens.",
                    remedy
                            + " Or do without the agent: --add-opens java.base/java.lang=ALL-UNNAMED.");
        }
    }

    private static String vendor(Machine machine) {
        String build = machine.property("java.vendor.version");
        return machine.property("java.vendor") + (build == null ? "" : ", " + build);
    }

    static boolean isNewEnough(Machine machine) {
        String specified = machine.property("java.specification.version");
        return !specified.startsWith("1.") && Integer.parseInt(specified) >= OLDEST;
    }
}
