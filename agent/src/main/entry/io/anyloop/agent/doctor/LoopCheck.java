package io.anyloop.agent.doctor;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which loops are on the class path, and whether a hub opens on each that says it is available.
final class LoopCheck {
    private LoopCheck() {}

    static void examine(Machine machine, Report report, Limit limit) {
        if (!JavaCheck.isNewEnough(machine)) {
            return;
        }
        Section section = report.section("loops", "Loops").ofThings();
        Map<String, String> faults = new LinkedHashMap<>();
        try {
            if (limit.call(machine.loops()::isThere)) {
                examine(machine, report, limit, section, faults);
            } else {
                report.note(
                        "no-core",
                        "Loops were not asked: anyloop-core is not on the class path.",
                        "Name the program's: java -jar anyloop-agent.jar doctor --class-path ...");
            }
        } catch (Limit.Refusal e) {
            report.wrong(
                    "loops",
                    "Loops cannot be told: " + e.getMessage(),
                    "Correct that, and run this again.");
        }
        faults.forEach((fault, names) ->
                report.wrong(
                        "no-hub",
                        "No hub opens on " + names + ": " + fault,
                        "If this tells no remedy, report it with all of this page."));
    }

    private static void examine(
            Machine machine,
            Report report,
            Limit limit,
            Section section,
            Map<String, String> faults)
            throws Limit.Refusal {
        Machine.Loops loops = machine.loops();
        boolean hubsCanOpen = limit.call(() -> FlagCheck.allowsHubs(machine));
        for (String name : limit.call(loops::names)) {
            if (hubsCanOpen) {
                attempt(loops, name, limit, section, faults);
            } else {
                section.thing(name, "not tried", "no hub can open, see below");
            }
        }
        Map<String, String> choice = limit.call(loops::choice);
        report.section("choice", "Loop of a new hub")
                .fact("loop", choice.get("loop"))
                .fact("reason", choice.get("reason"));
    }

    /// @param faults takes what went wrong, with the loops for which it did
    private static void attempt(
            Machine.Loops loops,
            String name,
            Limit limit,
            Section section,
            Map<String, String> faults) {
        try {
            Map<String, String> found = limit.call(() -> loops.attempt(name));
            if (found.containsKey("reason")) {
                section.thing(
                        name, "not available", found.get("reason") + "; " + found.get("remedy"));
            } else if (found.containsKey("fault")) {
                section.thing(name, "fails", found.get("fault"));
                faults.merge(found.get("fault"), name, (all, one) -> all + ", " + one);
            } else {
                section.thing(name, found.get("state"), found.get("note"));
            }
        } catch (Limit.Refusal e) {
            section.thing(name, "fails", e.getMessage());
            faults.merge(e.getMessage(), name, (all, one) -> all + ", " + one);
        }
    }
}
