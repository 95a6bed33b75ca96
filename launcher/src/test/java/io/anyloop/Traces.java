package io.anyloop;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// What a program has open: to tell whether something was left behind.
final class Traces {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    /// Idle threads that end by themselves, or are there for all hubs; and those of the JDK's.
    private static final Set<String> MAY_STAY =
            Set.of(
                    "anyloop-pipes",
                    "anyloop-leftovers",
                    "process reaper",
                    "Common-Cleaner",
                    "ForkJoinPool",
                    "VirtualThread-",
                    "MasterPoller",
                    "Read-Poller",
                    "Attach Listener",
                    "Signal Dispatcher",
                    "junit-");

    private static final long LIMIT = Duration.ofSeconds(10).toNanos();

    private final Set<Thread> threads = threads();
    private final TreeMap<String, String> descriptors = descriptors();

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

    /// Waits until there is no more than there was.
    void assertNothingMore(String what) throws InterruptedException {
        long end = System.nanoTime() + LIMIT;
        while (true) {
            var moreThreads = threads();
            moreThreads.removeAll(threads);
            var now = descriptors();
            if (moreThreads.isEmpty() && now.size() <= descriptors.size()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                now.keySet().removeAll(descriptors.keySet());
                fail("%s left behind: %s %s".formatted(what, stacks(moreThreads), now));
            }
            Thread.sleep(5);
        }
    }

    private static List<String> stacks(Set<Thread> threads) {
        return threads.stream()
                .map(thread -> thread + " " + List.of(thread.getStackTrace()))
                .toList();
    }
}
