package io.anyloop.benchmarks;

import java.util.List;

/// Which processor a process runs on: the server on one, its load on another, so that neither takes time from the other.
record Cores(boolean pinned, String note) {
    private static final int SERVER = 0;
    private static final int LOAD = 1;

    static Cores choose() {
        if (Runtime.getRuntime().availableProcessors() < 2) {
            return new Cores(
                    false, "not pinned: there is one processor, which server and load share");
        }
        if (!Tools.has("taskset")) {
            return new Cores(
                    false,
                    "not pinned: taskset is not installed, so server and load may share a processor");
        }
        return new Cores(
                true, "server on processor %d, load on processor %d".formatted(SERVER, LOAD));
    }

    /// What to put before a server's command.
    List<String> server() {
        return on(SERVER);
    }

    /// What to put before the load's command.
    List<String> load() {
        return on(LOAD);
    }

    private List<String> on(int processor) {
        return pinned ? List.of("taskset", "-c", "" + processor) : List.of();
    }
}
