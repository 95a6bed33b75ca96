package io.anyloop.tck.everywait;

import static io.anyloop.tck.everywait.WaitRow.result;
import static io.anyloop.tck.everywait.WaitRow.row;
import static io.anyloop.tck.everywait.WaitRow.throwing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Condition;
import io.anyloop.sync.Event;
import io.anyloop.sync.Futures;
import io.anyloop.sync.Lock;
import io.anyloop.sync.RLock;
import io.anyloop.sync.ReadWriteLock;
import io.anyloop.sync.Semaphore;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/// The calls that wait for an event, a result, a permit or a lock: lines of the table in [Waits].
final class SyncWaits {
    private SyncWaits() {}

    static List<WaitRow<?>> all() {
        return List.of(
                row("Event.await", Event::new, (event, limit) -> event.await(limit), result(false))
                        .unlimited(Event::await)
                        .ended(Event::set)
                        .intact(event -> nobody(event.waiting())),
                row(
                                "AsyncResult.get",
                                AsyncResult<String>::new,
                                (result, limit) -> result.get(limit),
                                throwing(TimeoutException.class))
                        .unlimited(AsyncResult::get)
                        .ended(result -> result.set("value"))
                        .intact(result -> nobody(result.waiting())),
                row(
                                "AsyncResult.await",
                                AsyncResult<String>::new,
                                (result, limit) -> result.await(limit),
                                result(false))
                        .unlimited(AsyncResult::await)
                        .ended(result -> result.set("value"))
                        .intact(result -> nobody(result.waiting())),
                row(
                                "Futures.await",
                                CompletableFuture<String>::new,
                                (future, limit) -> Futures.await(future, limit),
                                throwing(TimeoutException.class))
                        .unlimited(future -> Futures.await(future))
                        .ended(future -> future.complete("value"))
                        .intact(future -> nobody(future.getNumberOfDependents())),
                row(
                                "Semaphore.acquire",
                                () -> new Semaphore(0),
                                (semaphore, limit) -> semaphore.tryAcquire(limit),
                                result(false))
                        .unlimited(Semaphore::acquire)
                        .ended(Semaphore::release)
                        .intact(semaphore -> nobody(semaphore.waiting())),
                row(
                                "Semaphore.await",
                                () -> new Semaphore(0),
                                (semaphore, limit) -> semaphore.await(limit),
                                result(0))
                        .unlimited(Semaphore::await)
                        .ended(Semaphore::release)
                        .intact(semaphore -> nobody(semaphore.waiting())),
                row(
                                "Lock.lock",
                                SyncWaits::taken,
                                (lock, limit) -> lock.tryLock(limit),
                                result(false))
                        .unlimited(Lock::lock)
                        .ended(Lock::unlock)
                        .intact(lock -> nobody(lock.waiting())),
                row(
                                "ReadWriteLock.readLock",
                                SyncWaits::written,
                                (lock, limit) -> lock.readLock().tryLock(limit),
                                result(false))
                        .unlimited(lock -> lock.readLock().lock())
                        .ended(lock -> lock.writeLock().unlock())
                        .intact(lock -> nobody(lock.readLock().waiting())),
                row(
                                "ReadWriteLock.writeLock",
                                SyncWaits::written,
                                (lock, limit) -> lock.writeLock().tryLock(limit),
                                result(false))
                        .unlimited(lock -> lock.writeLock().lock())
                        .ended(lock -> lock.writeLock().unlock())
                        .intact(lock -> nobody(lock.writeLock().waiting())),
                row(
                                "Condition.await",
                                Held::new,
                                (held, limit) -> held.lock.call(() -> held.condition.await(limit)),
                                result(false))
                        .unlimited(
                                held -> held.lock.run(() -> held.condition.awaitUninterruptibly()))
                        .ended(held -> held.lock.run(() -> held.condition.signal()))
                        .intact(held -> nobody(held.condition.waiting())));
    }

    static void nobody(int waiting) {
        assertEquals(0, waiting, "places in line are left");
    }

    /// A lock that the caller holds.
    private static Lock taken() {
        var lock = new Lock();
        lock.lock();
        return lock;
    }

    private static ReadWriteLock written() {
        var lock = new ReadWriteLock();
        lock.writeLock().lock();
        return lock;
    }

    /// A condition and its lock.
    private static final class Held {
        final RLock lock = new RLock();
        final Condition condition = lock.newCondition();
    }
}
