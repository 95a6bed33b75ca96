package io.anyloop.agent.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// The options this Java was started with, as far as they concern hubs. Others may be nobody's business, and are not shown.
final class FlagCheck {
    private static final Pattern MATTERS =
            Pattern.compile(
                    "-javaagent:.*|-agentlib:.*|--add-(opens|exports)=java\\.base/(java\\.lang|jdk\\.internal\\.vm|sun\\.nio\\.ch)=.*"
                            + "|--enable-native-access=.*|--illegal-native-access=.*|--enable-preview"
                            + "|-D(jdk\\.(trackAllThreads|pollerMode|readPollers|writePollers|virtualThread\\w+\\.)|anyloop\\.|io\\.netty\\.|vertx\\.).*"
                            + "|-XX:[+-](VMContinuations|MaxFDLimit|UseContainerSupport|EnableDynamicAgentLoading|AllowRedefinitionToAddDeleteMethods|Use\\w+GC)"
                            + "|-XX:(ActiveProcessorCount|MaxRAM\\w*|MaxDirectMemorySize)=.*|-Xm[sx].*|-Xss.*|-Xint");
    private static final Pattern SECRET =
            Pattern.compile("(?i)(-D[^=]*(password|passwd|secret|token|credential)[^=]*=).*");

    private FlagCheck() {}

    static void examine(Machine machine, Report report) {
        List<String> options = machine.options();
        report.section("flags", "Flags")
                .fact("thatMatter", options == null ? null : mattering(options))
                .fact("addOpens", truth(machine.newer().get("addOpens")))
                .fact("nativeAccess", truth(machine.newer().get("nativeAccess")));
        if (!JavaCheck.isNewEnough(machine)) {
            return;
        }
        if (!hasAgent(machine) && !"no".equals(machine.newer().get("agents"))) {
            withoutAgent(machine, report);
        }
        if ("no".equals(machine.newer().get("nativeAccess"))) {
            report.note(
                    "native-access",
                    "The loops epoll, iouring, kqueue and iocp call native code, and Java prints a warning when they do.",
                    "--enable-native-access=ALL-UNNAMED spares it.");
        }
    }

    private static void withoutAgent(Machine machine, Report report) {
        String remedy = "Start Java with -javaagent:" + machine.agentJar();
        if (opensJavaLang(machine)) {
            report.note(
                    "no-agent",
                    "Hubs run without the agent: sockets wait with the JDK's own pollers, a read that is cut off closes its socket, and what pins or blocks a thread stops its hub.",
                    remedy + ".");
        } else {
            report.wrong(
                    "no-flag",
                    "Neither the agent nor --add-opens is there, so no hub opens.",
                    remedy + " (or, with less, --add-opens java.base/java.lang=ALL-UNNAMED).");
        }
    }

    /// Whether a hub can be expected to open at all.
    static boolean allowsHubs(Machine machine) {
        return JavaCheck.isNewEnough(machine)
                && !"no".equals(machine.newer().get("virtualThreads"))
                && (hasAgent(machine) || opensJavaLang(machine));
    }

    static boolean hasAgent(Machine machine) {
        return machine.property(Doctor.AGENT) != null;
    }

    /// Whether hubs can do without the agent.
    static boolean opensJavaLang(Machine machine) {
        return "yes".equals(machine.newer().get("addOpens"));
    }

    private static List<String> mattering(List<String> options) {
        List<String> all = new ArrayList<>();
        for (String option : options) {
            if (MATTERS.matcher(option).matches()) {
                all.add(SECRET.matcher(option).replaceAll("$1..."));
            }
        }
        return all;
    }

    static Boolean truth(String answer) {
        return answer == null ? null : (Boolean) answer.equals("yes");
    }
}
