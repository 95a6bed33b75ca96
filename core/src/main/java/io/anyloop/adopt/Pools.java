package io.anyloop.adopt;

import io.anyloop.base.Logs;
import java.lang.System.Logger.Level;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;

/// Which thread pools get virtual threads, and so come to hubs. By any thread that makes a pool.
final class Pools {
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

    /// What makes a pool's threads where nobody has said otherwise.
    private static final Class<?> USUAL = Executors.defaultThreadFactory().getClass();

    private static final String MAKES_VIRTUAL = "java.lang.ThreadBuilders$VirtualThreadFactory";

    /// Those have to be on time, also while a hub is held.
    private static final String OF_SCHEDULED =
            "java.util.concurrent.ScheduledThreadPoolExecutor$DelayedWorkQueue";

    private static final int MOST_TOLD = 50;

    private final Wishes wishes;
    private final Keeper keeper = new Keeper();
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    Pools(Wishes wishes) {
        this.wishes = wishes;
    }

    /// Whether a thread is one of such a pool, and has not ended.
    boolean made(Thread thread) {
        return keeper.keepsFor(thread);
    }

    /// @param queue the pool's
    /// @param given makes its threads
    /// @return what is to make them
    ThreadFactory factory(BlockingQueue<?> queue, ThreadFactory given) {
        if (queue != null && queue.getClass().getName().equals(OF_SCHEDULED)) {
            return given;
        }
        Class<?> maker = maker();
        if (maker == null || wishes.leaves(maker.getName())) {
            return given;
        }
        if (given.getClass() == USUAL) {
            return task -> thread(given, task);
        }
        if (!given.getClass().getName().equals(MAKES_VIRTUAL)) {
            tell(maker, given);
        }
        return given;
    }

    /// Whose code makes the pool; null if that is the JDK, for itself.
    private static Class<?> maker() {
        return WALKER.walk(frames ->
                frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .dropWhile(Pools::isOfPools)
                        .findFirst()
                        .filter(type -> !isOfJdk(type.getClassLoader()))
                        .orElse(null));
    }

    private static boolean isOfJdk(ClassLoader loader) {
        return loader == null || loader == ClassLoader.getPlatformClassLoader();
    }

    private static boolean isOfPools(Class<?> type) {
        return type.getPackageName().equals("java.util.concurrent")
                || type.getPackageName().equals(Pools.class.getPackageName())
                || type.getName().startsWith("sun.nio.ch.Anyloop");
    }

    private Thread thread(ThreadFactory usual, Runnable task) {
        String name = usual.newThread(task).getName(); // as it would be called without a hub
        Thread thread = Thread.ofVirtual().name(name).unstarted(() -> run(task));
        keeper.add(thread);
        return thread;
    }

    private void run(Runnable task) {
        try {
            task.run();
        } finally {
            keeper.remove(Thread.currentThread());
        }
    }

    private void tell(Class<?> maker, ThreadFactory given) {
        String type = given.getClass().getName().replaceFirst("\\$\\$Lambda.*", "");
        if (told.size() < MOST_TOLD && told.add(type)) {
            Logs.log(
                    Level.INFO,
                    "The thread pool that %s makes keeps threads of the system, since a factory of its own makes them (%s). They work as ever. Others of that factory are not told."
                            .formatted(maker.getName(), type),
                    null);
        }
    }
}
