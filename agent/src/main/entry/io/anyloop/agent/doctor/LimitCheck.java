package io.anyloop.agent.doctor;

import java.util.List;

/// How much of the machine this Java may use.
final class LimitCheck {
    private static final long MEGABYTE = 1 << 20;
    private static final long FEW = 1024;
    private static final long SOME = 4096;
    private static final String NO_LIMIT = "no limit";
    private static final String RAISE =
            "Raise it: ulimit -n 65536 in the shell, LimitNOFILE=65536 in a unit of systemd, --ulimit nofile=65536 for a container.";

    private LimitCheck() {}

    static void examine(Machine machine, Report report) {
        List<String> files = machine.openFiles();
        Object allowed = containerProcessors(machine);
        report.section("limits", "Limits")
                .fact("openFilesSoft", files == null ? null : count(files.get(0)))
                .fact("openFilesHard", files == null ? null : count(files.get(1)))
                .fact("processors", machine.processors())
                .fact("processorsOnline", online(machine))
                .fact("containerProcessors", allowed)
                .fact("heapMegabytes", machine.heap() / MEGABYTE)
                .fact("containerMegabytes", containerMegabytes(machine));
        if (files != null) {
            openFiles(files, report);
        }
        if (allowed instanceof Double && Math.ceil((Double) allowed) < machine.processors()) {
            report.note(
                    "processors",
                    "Java counts "
                            + machine.processors()
                            + " processors, but the container may use "
                            + allowed
                            + ": pools made by that count are too large, and threads are held back.",
                    "Set -XX:ActiveProcessorCount="
                            + (int) Math.max(1, Math.ceil((Double) allowed))
                            + ", and remove -XX:-UseContainerSupport if it is there.");
        }
    }

    private static void openFiles(List<String> files, Report report) {
        Object soft = count(files.get(0));
        if (!(soft instanceof Long) || (Long) soft >= SOME) {
            return;
        }
        String seen =
                "This Java may open "
                        + soft
                        + " files (hard limit "
                        + files.get(1)
                        + "), and each connection is one.";
        if ((Long) soft < FEW) {
            report.wrong("open-files", seen, RAISE);
        } else {
            report.note("open-files", seen, RAISE);
        }
    }

    /// A number, or the word `unlimited`.
    private static Object count(String limit) {
        return limit.matches("\\d{1,18}") ? (Object) Long.valueOf(limit) : limit;
    }

    /// Those of `0-3,8`, which is how Linux says it.
    private static Integer online(Machine machine) {
        String ranges = machine.file("/sys/devices/system/cpu/online");
        if (ranges == null || !ranges.trim().matches("[0-9]+(-[0-9]+)?(,[0-9]+(-[0-9]+)?)*")) {
            return null;
        }
        int count = 0;
        for (String range : ranges.trim().split(",")) {
            String[] ends = range.split("-");
            count += Integer.parseInt(ends[ends.length - 1]) - Integer.parseInt(ends[0]) + 1;
        }
        return count;
    }

    /// What the control group allows: a number, or [#NO_LIMIT]; null where there is no such group.
    private static Object containerProcessors(Machine machine) {
        String both = machine.file("/sys/fs/cgroup/cpu.max");
        if (both == null) {
            both =
                    machine.file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us")
                            + " "
                            + machine.file("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
        }
        String[] parts = both.trim().split("\\s+");
        if (parts.length != 2 || !parts[1].matches("[1-9][0-9]{0,17}")) {
            return null;
        }
        return parts[0].matches("[0-9]{1,18}")
                ? (Object)
                        (Math.round(100.0 * Long.parseLong(parts[0]) / Long.parseLong(parts[1]))
                                / 100.0)
                : NO_LIMIT;
    }

    /// What the control group allows: a number, or [#NO_LIMIT]; null where there is no such group.
    private static Object containerMegabytes(Machine machine) {
        String limit = machine.file("/sys/fs/cgroup/memory.max");
        if (limit == null) {
            limit = machine.file("/sys/fs/cgroup/memory/memory.limit_in_bytes");
        }
        if (limit == null) {
            return null;
        }
        return limit.trim().matches("[0-9]{1,18}")
                ? (Object) (Long.parseLong(limit.trim()) / MEGABYTE)
                : NO_LIMIT;
    }
}
