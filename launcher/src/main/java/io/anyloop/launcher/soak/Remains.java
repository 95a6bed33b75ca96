package io.anyloop.launcher.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The threads, descriptors and memory of this program at one moment, to tell what hubs have left behind.
final class Remains {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// Threads that end by themselves, or serve the whole program.
    private static final Set<String> MAY_STAY =
            Set.of(
                    "anyloop-leftovers",
                    "anyloop-errands-",
                    "anyloop-watchdog",
                    "anyloop-log",
                    "Common-Cleaner",
                    "ForkJoinPool",
                    "VirtualThread-",
                    "MasterPoller",
                    "Read-Poller",
                    "Write-Poller",
                    "Attach Listener",
                    "Signal Dispatcher",
                    "junit-");

    private static final long MORE_BYTES = 32L << 20;

    private final Set<Thread> threads = threads();
    private final TreeMap<String, String> descriptors = descriptors();
    private final long bytes = bytes();

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> MAY_STAY.stream().noneMatch(thread.getName()::startsWith))
                .collect(Collectors.toSet());
    }

    private static TreeMap<String, String> descriptors() {
        var found = new TreeMap<String, String>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (var all = Files.list(DESCRIPTORS)) {
                all.forEach(one -> found.put(one.getFileName().toString(), target(one)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        found.values().remove("gone");
        return found;
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "gone"; // It was that of the look itself.
        }
    }

    private static long bytes() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /// Waits until there is no more than there was.
    void check(Ledger ledger) throws InterruptedException {
        long end = System.nanoTime() + ledger.bound().plusSeconds(1).toNanos();
        String more = more();
        while (!more.isEmpty() && System.nanoTime() - end < 0) {
            Thread.sleep(20);
            more = more();
        }
        if (!more.isEmpty()) {
            ledger.breaks(more);
        }
    }

    private String more() {
        var moreThreads = threads();
        moreThreads.removeAll(threads);
        if (!moreThreads.isEmpty()) {
            return "threads are left: "
                    + moreThreads.stream()
                            .map(thread -> thread + Ledger.stack(thread))
                            .collect(Collectors.joining("\n    "));
        }
        var now = descriptors();
        if (now.size() > descriptors.size()) {
            now.keySet().removeAll(descriptors.keySet());
            return "descriptors are left: " + now;
        }
        long moreBytes = bytes() - bytes;
        return moreBytes > MORE_BYTES ? "bytes are left: " + moreBytes : "";
    }
}
