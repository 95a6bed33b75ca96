package io.anyloop.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/// The heap of this JVM.
final class Heap {
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /// The bytes that are in use after garbage has been collected.
    static long used() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        for (int i = 0; i < COLLECTIONS; i++) {
            memory.gc();
        }
        return memory.getHeapMemoryUsage().getUsed();
    }
}
