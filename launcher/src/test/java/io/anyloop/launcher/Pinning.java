package io.anyloop.launcher;

import io.anyloop.Greenlet;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.util.concurrent.CountDownLatch;

/// Code of a user's that cannot leave its thread.
public final class Pinning {
    private static final ThreadLocal<Runnable> BODY = new ThreadLocal<>();

    private Pinning() {}

    /// Called by the initialiser.
    static void runBody() {
        BODY.get().run();
    }

    /// Runs something in the initialiser of a class, pinned by the virtual machine's own frames.
    public static void pinned(Runnable body) {
        try (var in = Pinning.class.getResourceAsStream("Initialised.class")) {
            BODY.set(body);
            MethodHandles.lookup().defineHiddenClass(in.readAllBytes(), true);
        } catch (IOException | IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    /// Is blocked until another greenlet of the caller's hub runs. Not in the package of hubs: frames of that are none of a user's, and
    /// a hub is handed over in code of its user's only.
    public static void blockedForAnother() {
        var latch = new CountDownLatch(1);
        var opens = Greenlet.spawn(() -> latch.countDown());
        blocked(latch);
        opens.get();
    }

    /// Waits in a way that the JDK does not tell of: pinned, for a monitor that another thread has until something is counted
    /// down. Does not wait before.
    private static void blocked(CountDownLatch latch) {
        var monitor = new Object();
        var held = new CountDownLatch(1);
        Thread.ofPlatform().daemon().start(() -> hold(monitor, held, latch));
        while (held.getCount() > 0) {
            Thread.onSpinWait();
        }
        pinned(() -> enter(monitor));
    }

    private static void hold(Object monitor, CountDownLatch held, CountDownLatch latch) {
        synchronized (monitor) {
            held.countDown();
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }
}
