package io.anyloop.tck;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/// A call of the JDK's that waits, for ever or nearly so. Those of our own are in the table of [Waits].
@FunctionalInterface
interface Blocking {
    void run() throws Throwable;

    /// A call and what it is called.
    record Named(String name, Blocking call) {}

    /// Calls of the JDK that wait and can be interrupted.
    static List<Named> ofTheJdk() {
        var taken = takenLock();
        var monitor = new Object();
        return List.of(
                new Named("Thread.sleep", () -> Thread.sleep(HubCase.FAR)),
                new Named("Object.wait", () -> waitOn(monitor, 0)),
                new Named("Object.wait(time)", () -> waitOn(monitor, HubCase.FAR.toMillis())),
                new Named("CountDownLatch.await", () -> new CountDownLatch(1).await()),
                new Named("Semaphore.acquire", () -> new Semaphore(0).acquire()),
                new Named("BlockingQueue.take", () -> new LinkedBlockingQueue<>().take()),
                new Named(
                        "BlockingQueue.poll(time)",
                        () -> new LinkedBlockingQueue<>().poll(1, TimeUnit.DAYS)),
                new Named("ReentrantLock.lockInterruptibly", taken::lockInterruptibly),
                new Named("ReentrantLock.tryLock(time)", () -> taken.tryLock(1, TimeUnit.DAYS)),
                new Named("CompletableFuture.get", () -> new CompletableFuture<>().get()));
    }

    private static void waitOn(Object monitor, long millis) throws InterruptedException {
        synchronized (monitor) {
            monitor.wait(millis);
        }
    }

    /// A lock that another thread has taken, and never gives back.
    private static ReentrantLock takenLock() {
        var lock = new ReentrantLock();
        var owner = Thread.ofPlatform().daemon().start(lock::lock);
        boolean interrupted = false;
        while (owner.isAlive()) {
            try {
                owner.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return lock;
    }
}
