package io.anyloop.agent.doctor;

import java.util.Map;

/// The agent, and which of its features this JDK can have.
final class AgentCheck {
    private AgentCheck() {}

    static void examine(Machine machine, Report report) {
        report.section("agent", "Agent")
                .fact("started", started(machine))
                .fact("version", machine.version())
                .fact("jar", machine.agentJar());
        if (JavaCheck.isNewEnough(machine)) {
            features(machine, report);
        }
    }

    private static void features(Machine machine, Report report) {
        Section section = report.section("features", "Features of the agent").ofThings();
        for (Map<String, String> feature : machine.features()) {
            section.thing(feature.get("name"), feature.get("state"), feature.get("note"));
            if (feature.get("state").equals("missing") && FlagCheck.hasAgent(machine)) {
                report.wrong(
                        "feature-missing",
                        "The agent's feature "
                                + feature.get("name")
                                + " is missing: "
                                + feature.get("note")
                                + ". All else works.",
                        "Take a newer Anyloop, or Java 25, 26 or 27.");
            }
        }
    }

    private static String started(Machine machine) {
        if (!FlagCheck.hasAgent(machine)) {
            return "no";
        }
        return Doctor.ONLY_HERE.equals(machine.property(Doctor.AGENT))
                ? "by java -jar, for this command only"
                : "by -javaagent";
    }
}
