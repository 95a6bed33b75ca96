package io.anyloop.launcher.soak;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/// Leaves this program no descriptors for a moment, by its own limit. On Linux.
final class Scarcity {
    private Scarcity() {}

    private static final int OPEN_FILES = 7; // RLIMIT_NOFILE

    private static final boolean IS_POSSIBLE = System.getProperty("os.name").startsWith("Linux");

    private static final ReadWriteLock REIGN = new ReentrantReadWriteLock();

    /// Threads may run out at any time: that is said, and no fault of a hub's.
    private static final String THREADS = "gives no thread";

    /// How the system says it of descriptors, and what others see who were turned away for that.
    private static final List<String> DESCRIPTORS =
            List.of("open files", "reset", "refused", "Broken pipe", "closed");

    /// Before the first time.
    static void prepare() {
        if (IS_POSSIBLE) {
            openClassPath();
            ZoneId.systemDefault()
                    .getRules(); // Whoever logs reads these from a file, once or never.
        }
    }

    /// A class that is looked for without descriptors is never found again where it was looked for.
    private static void openClassPath() {
        for (String entry : System.getProperty("java.class.path").split(":")) {
            Path folder = Path.of(entry);
            if (Files.isDirectory(folder)) {
                try (var files = Files.walk(folder)) {
                    files.map(file -> folder.relativize(file).toString())
                            .filter(name -> name.endsWith(".class"))
                            .forEach(Scarcity::load);
                } catch (IOException e) {
                    // Then it holds no classes.
                }
            }
        }
        load("nowhere/Nothing.class"); // Opens all jars on the way.
    }

    private static void load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Scarcity.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // Not all of it is for this system.
        }
    }

    /// Whether a failure says that something has run out.
    static boolean isTold(Throwable failure, boolean lacksDescriptors) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            String said = String.valueOf(at.getMessage());
            if (said.contains(THREADS)
                    || lacksDescriptors && DESCRIPTORS.stream().anyMatch(said::contains)) {
                return true;
            }
        }
        return false;
    }

    /// Nothing can be opened for so long.
    static void reign(long millis) throws InterruptedException {
        if (!IS_POSSIBLE) {
            return;
        }
        REIGN.writeLock().lockInterruptibly();
        try {
            long before = limit(1);
            try {
                Thread.sleep(millis);
            } finally {
                limit(before);
            }
        } finally {
            REIGN.writeLock().unlock();
        }
    }

    /// Does what is not ours and leaves something behind if it lacks descriptors: never while there are none.
    static <T> T spare(Supplier<T> action) {
        REIGN.readLock().lock();
        try {
            return action.get();
        } finally {
            REIGN.readLock().unlock();
        }
    }

    /// Sets the limit; what is open already stays open.
    ///
    /// @return what it was
    private static long limit(long next) {
        try (var arena = Arena.ofConfined()) {
            var both = arena.allocate(ValueLayout.JAVA_LONG, 2);
            call("getrlimit", both);
            long was = both.get(ValueLayout.JAVA_LONG, 0);
            both.set(ValueLayout.JAVA_LONG, 0, next);
            call("setrlimit", both);
            return was;
        }
    }

    @SuppressWarnings("restricted") // Only the call of the system sets a limit.
    private static void call(String name, MemorySegment limits) {
        var linker = Linker.nativeLinker();
        var type =
                FunctionDescriptor.of(
                        ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS);
        try {
            var handle =
                    linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), type);
            int failed = (int) handle.invokeExact(OPEN_FILES, limits);
            if (failed != 0) {
                throw new IllegalStateException(name + " fails");
            }
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }
}
