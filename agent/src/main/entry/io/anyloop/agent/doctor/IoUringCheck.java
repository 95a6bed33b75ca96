package io.anyloop.agent.doctor;

import java.util.Arrays;

/// Whether the loop `iouring` can be had. No other loop needs it, so it is wrong only where that one was asked for.
final class IoUringCheck {
    private static final String OTHER = "use another loop, for example epoll or select";

    private final Machine machine;
    private final String disabled;
    private String state;
    private String remedy;

    private IoUringCheck(Machine machine) {
        this.machine = machine;
        String text = machine.file("/proc/sys/kernel/io_uring_disabled");
        this.disabled = text == null ? null : text.trim();
    }

    static void examine(Machine machine, Report report) {
        Section section = report.section("ioUring", "io_uring");
        if (!machine.property("os.name").equals("Linux")) {
            section.fact("state", "on Linux only");
            return;
        }
        IoUringCheck check = new IoUringCheck(machine);
        check.judge();
        section.fact("kernel", machine.property("os.version"))
                .fact("disabled", check.disabled == null ? "no such switch" : check.disabled)
                .fact("filter", check.isFiltered())
                .fact("state", check.state);
        if (check.remedy != null) {
            section.fact("remedy", check.remedy);
            if (isWanted(machine)) {
                report.wrong(
                        "io-uring",
                        "The loop iouring was asked for, and io_uring is " + check.state + ".",
                        sentence(check.remedy));
            }
        }
    }

    private void judge() {
        String tried = machine.newer().get("ioUring");
        if (isOlderThan5_9(machine.property("os.version"))) {
            say("not there as the loop needs it: that is since Linux 5.9", "update Linux");
        } else if ("0".equals(tried)) {
            state = "allowed";
        } else if ("1".equals(tried)) {
            refused();
        } else if ("38".equals(tried)) {
            say("not there: this kernel was built without it, or a sandbox hides it", null);
        } else if (tried != null) {
            say("refused with the system's error " + tried, null);
        } else {
            guess();
        }
    }

    private void refused() {
        if (isSwitchedOff()) {
            switchedOff();
        } else {
            say(
                    "refused: a filter of system calls (seccomp) is in force, as in most containers",
                    "allow io_uring_setup, io_uring_enter and io_uring_register in the filter");
        }
    }

    private void switchedOff() {
        say(
                "switched off "
                        + ("1".equals(disabled) ? "for most users" : "for everybody")
                        + ", kernel.io_uring_disabled is "
                        + disabled,
                "let an administrator run sysctl kernel.io_uring_disabled=0");
    }

    /// Where it cannot be tried.
    private void guess() {
        if ("2".equals(disabled)) {
            switchedOff();
        } else if ("1".equals(disabled) || Boolean.TRUE.equals(isFiltered())) {
            state = "perhaps refused; it was not tried";
        } else {
            state = "not refused by anything that can be seen; it was not tried";
        }
    }

    private boolean isSwitchedOff() {
        return disabled != null && !disabled.equals("0");
    }

    private void say(String what, String first) {
        state = what;
        remedy = first == null ? OTHER : first + ", or " + OTHER;
    }

    private Boolean isFiltered() {
        String status = machine.file("/proc/self/status");
        if (status == null || !status.contains("Seccomp:")) {
            return null;
        }
        return status.matches("(?s).*Seccomp:\\s*2\\s.*");
    }

    private static boolean isOlderThan5_9(String kernel) {
        String[] parts = kernel.split("[^0-9]+");
        if (parts.length < 2) {
            return false;
        }
        int major = Integer.parseInt(parts[0]);
        return major < 5 || major == 5 && Integer.parseInt(parts[1]) < 9;
    }

    private static boolean isWanted(Machine machine) {
        String list = machine.property("anyloop.loop");
        if (list == null || list.trim().isEmpty()) {
            list = machine.variable("ANYLOOP_LOOP");
        }
        return list != null && Arrays.asList(list.trim().split("\\s*,\\s*")).contains("iouring");
    }

    private static String sentence(String words) {
        return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
    }
}
