package io.anyloop.tck.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// How much of a processor the threads of this program take, each by the system's own count: a machine that is busy with other work
/// does not make it more. Threads that were busy before the loop was opened are not the loop's.
final class Processor {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Set<Long> strangers = new HashSet<>();
    private volatile String busiest = "no thread";

    /// Looks for a moment which threads are busy without the loop.
    Processor(long nanos, double share) throws InterruptedException {
        var before = times();
        long begin = System.nanoTime();
        Thread.sleep(nanos / 1_000_000);
        long bound = (long) ((System.nanoTime() - begin) * share);
        times().forEach((id, time) -> {
            if (time - before.getOrDefault(id, 0L) > bound) {
                strangers.add(id);
            }
        });
    }

    /// A thread of the contract's own.
    void ignore(Thread thread) {
        strangers.add(thread.threadId());
    }

    static boolean canTell() {
        return THREADS.isThreadCpuTimeSupported() && THREADS.isThreadCpuTimeEnabled();
    }

    private static Map<Long, Long> times() {
        var times = new HashMap<Long, Long>();
        for (long id : THREADS.getAllThreadIds()) {
            times.put(id, THREADS.getThreadCpuTime(id));
        }
        return times;
    }

    /// What the thread that takes most takes meanwhile, in nanoseconds. To look at all threads takes time itself, of the caller: its own
    /// is taken between.
    long during(Judge.Case wait) throws Exception {
        long caller = Thread.currentThread().threadId();
        var before = times();
        before.put(caller, THREADS.getCurrentThreadCpuTime());
        wait.run();
        long own = THREADS.getCurrentThreadCpuTime();
        var after = times();
        after.put(caller, own);
        long most = 0;
        for (var entry : after.entrySet()) {
            long took = entry.getValue() - before.getOrDefault(entry.getKey(), 0L);
            if (took > most && !strangers.contains(entry.getKey())) {
                most = took;
                busiest = nameOf(entry.getKey());
            }
        }
        return most;
    }

    private static String nameOf(long id) {
        var thread = THREADS.getThreadInfo(id);
        return thread == null ? "a thread that has ended" : "\"" + thread.getThreadName() + "\"";
    }

    /// The name of the thread that took most.
    String busiest() {
        return busiest;
    }
}
