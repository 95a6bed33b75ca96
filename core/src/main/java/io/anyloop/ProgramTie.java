package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.jdk.PlatformThreads;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What ties a hub to the whole program, where its options ask for that: a thread that keeps the program going until the hub has
/// ended, and a hook that ends the hub in good order when the program ends. Any thread.
final class ProgramTie {
    private final CountDownLatch cut = new CountDownLatch(1);
    private final CountDownLatch begun = new CountDownLatch(1);
    private volatile Thread hook;

    private ProgramTie() {}

    /// Ties a hub that is about to begin.
    ///
    /// @throws IllegalStateException if the system gives no thread; then there is no tie
    static ProgramTie of(Hub hub, HubBuilder options) {
        ProgramTie tie = new ProgramTie();
        if (!options.isDaemon) {
            tie.keepGoing(hub.name());
        }
        if (options.exitLimit != null) {
            tie.hook =
                    new Thread(
                            null,
                            () -> tie.end(hub, options.exitLimit),
                            hub.name() + "-exit",
                            0,
                            false);
            tie.addHook();
        }
        return tie;
    }

    /// The program may end while the hub is being opened. Until it is there, or has failed, nobody could close it.
    private void end(Hub hub, Duration limit) {
        try {
            if (begun.await(Times.saturated(limit), TimeUnit.NANOSECONDS) && cut.getCount() > 0) {
                hub.drain(limit);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The hub can be closed from now on.
    void begun() {
        begun.countDown();
    }

    private void keepGoing(String name) {
        Thread keeper = PlatformThreads.daemon(name + "-keeps-program", this::awaitCut);
        keeper.setDaemon(false);
        PlatformThreads.start(keeper);
    }

    private void awaitCut() {
        while (cut.getCount() > 0) {
            try {
                cut.await();
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt it, and it has nothing else to do.
            }
        }
    }

    private void addHook() {
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            hook = null; // The program is ending already.
        }
    }

    /// The hub has ended, or never began. The JDK holds its lock around this for a few instructions only, wherever it takes it.
    void cut() {
        cut.countDown();
        begun.countDown();
        if (hook != null) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // It is running.
            }
        }
    }
}
