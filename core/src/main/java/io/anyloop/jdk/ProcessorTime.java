package io.anyloop.jdk;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/// How much processor time a platform thread has used.
public final class ProcessorTime {
    /// Who uses less between a few looks of the [io.anyloop.watch.Watchdog] waits for something.
    public static final long BUSY_NANOS = 3_000_000;

    private ProcessorTime() {}

    /// In nanoseconds. Where that is not to be had every two values are far apart, as if the thread were busy.
    public static long of(Thread thread) {
        try {
            long time = Bean.THREADS.getThreadCpuTime(thread.threadId());
            return time < 0 ? System.nanoTime() << 8 : time;
        } catch (UnsupportedOperationException | LinkageError e) {
            return System.nanoTime() << 8;
        }
    }

    private static final class Bean {
        static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    }
}
