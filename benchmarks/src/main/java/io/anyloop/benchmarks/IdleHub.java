package io.anyloop.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;

/// Measures, in a JVM of its own, the processor time of a hub whose greenlets are all parked.
final class IdleHub {
    private static final Duration SETTLING = Duration.ofSeconds(3);
    private static final int REHEARSALS = 50;

    private IdleHub() {}

    /// What was found.
    ///
    /// @param process processor time of the whole process
    /// @param hub processor time of the hub's thread
    record Found(Duration process, Duration hub) {}

    /// Prints what [Forked] reads.
    ///
    /// @param args how many greenlets, and for how many milliseconds
    /// @throws InterruptedException if somebody interrupts the wait
    public static void main(String[] args) throws InterruptedException {
        Duration time = Duration.ofMillis(Long.parseLong(args[1]));
        Found found = measure(Integer.parseInt(args[0]), SETTLING, time);
        IO.println("processNanos=" + found.process().toNanos());
        IO.println("hubNanos=" + found.hub().toNanos());
    }

    static Found measure(int greenlets, Duration settling, Duration time)
            throws InterruptedException {
        try (Side.Greenlets side = new Side.Greenlets()) {
            Crowd crowd = new Crowd(greenlets);
            side.run(() -> crowd.gather(side));
            Thread hub = threadOf(side);
            rehearse(hub);
            System.gc();
            Thread.sleep(settling);
            long own = threadNanos(hub);
            ProcessorTime process = ProcessorTime.now();
            Thread.sleep(time);
            Duration used = ProcessorTime.now().since(process);
            Found found = new Found(used, Duration.ofNanos(threadNanos(hub) - own));
            side.run(crowd::release);
            return found;
        }
    }

    /// Measures for nothing: loading and interpreting the code that measures must not be measured.
    private static void rehearse(Thread hub) {
        for (int i = 0; i < REHEARSALS; i++) {
            ProcessorTime.now().since(ProcessorTime.now());
            threadNanos(hub);
        }
    }

    /// The thread of the hub's name: the platform thread that carries it.
    private static Thread threadOf(Side.Greenlets side) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(side.hub.name()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No thread carries " + side.hub));
    }

    private static long threadNanos(Thread thread) {
        return ManagementFactory.getThreadMXBean().getThreadCpuTime(thread.threadId());
    }
}
