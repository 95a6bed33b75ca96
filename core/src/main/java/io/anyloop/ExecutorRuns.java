package io.anyloop;

import io.anyloop.waiting.Guarded;
import java.util.Arrays;
import java.util.List;

/// The tasks of a [GreenletExecutor] that have not ended, in the order in which they came. Any thread.
final class ExecutorRuns extends Guarded {
    private ExecutorRun first;
    private ExecutorRun last;
    private int size;
    private boolean shutdown;

    /// @return false after the shutdown
    boolean add(ExecutorRun run) {
        enter();
        try {
            if (shutdown) {
                return false;
            }
            run.listed = true;
            run.before = last;
            if (last == null) {
                first = run;
            } else {
                last.after = run;
            }
            last = run;
            size++;
            return true;
        } finally {
            exit();
        }
    }

    void remove(ExecutorRun run) {
        enter();
        try {
            if (!run.listed) {
                return;
            }
            run.listed = false;
            if (run.before == null) {
                first = run.after;
            } else {
                run.before.after = run.after;
            }
            if (run.after == null) {
                last = run.before;
            } else {
                run.after.before = run.before;
            }
            size--;
        } finally {
            exit();
        }
    }

    void shutdown() {
        enter();
        shutdown = true;
        exit();
    }

    boolean isShutdown() {
        enter();
        try {
            return shutdown;
        } finally {
            exit();
        }
    }

    boolean isEmpty() {
        enter();
        try {
            return size == 0;
        } finally {
            exit();
        }
    }

    /// Those that are left after the shutdown, when none is added any more.
    List<ExecutorRun> rest() {
        enter();
        int most = size;
        exit();
        ExecutorRun[] rest = new ExecutorRun[most];
        int count = 0;
        enter();
        try {
            for (ExecutorRun run = first; run != null; run = run.after) {
                rest[count++] = run;
            }
        } finally {
            exit();
        }
        return Arrays.asList(rest).subList(0, count);
    }
}
