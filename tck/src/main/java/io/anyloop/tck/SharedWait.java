package io.anyloop.tck;

import io.anyloop.AsyncResult;
import io.anyloop.Barrier;
import io.anyloop.Event;
import io.anyloop.Lock;
import io.anyloop.RLock;
import io.anyloop.ReadWriteLock;
import io.anyloop.Semaphore;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/// A call that waits, on something of its own that nobody will ever make ready.
///
/// @param call the call
/// @param waiting how many wait there
record SharedWait(Blocking call, IntSupplier waiting) {

    /// How to make one.
    record Kind(String name, Supplier<SharedWait> make) {}

    /// All calls that wait for something shared. A new one is a line here.
    static List<Kind> all() {
        return List.of(
                kind("Event.await", Event::new, Event::await, Event::waiting),
                kind(
                        "Event.await(limit)",
                        Event::new,
                        event -> event.await(HubCase.FAR),
                        Event::waiting),
                kind(
                        "AsyncResult.get",
                        AsyncResult<Object>::new,
                        AsyncResult::get,
                        AsyncResult::waiting),
                kind(
                        "AsyncResult.get(limit)",
                        AsyncResult<Object>::new,
                        result -> result.get(HubCase.FAR),
                        AsyncResult::waiting),
                kind(
                        "AsyncResult.await",
                        AsyncResult<Object>::new,
                        AsyncResult::await,
                        AsyncResult::waiting),
                kind(
                        "AsyncResult.await(limit)",
                        AsyncResult<Object>::new,
                        result -> result.await(HubCase.FAR),
                        AsyncResult::waiting),
                kind(
                        "Semaphore.acquire",
                        () -> new Semaphore(0),
                        Semaphore::acquire,
                        Semaphore::waiting),
                kind(
                        "Semaphore.tryAcquire(limit)",
                        () -> new Semaphore(0),
                        semaphore -> semaphore.tryAcquire(HubCase.FAR),
                        Semaphore::waiting),
                kind(
                        "Semaphore.await",
                        () -> new Semaphore(0),
                        Semaphore::await,
                        Semaphore::waiting),
                kind(
                        "Semaphore.await(limit)",
                        () -> new Semaphore(0),
                        semaphore -> semaphore.await(HubCase.FAR),
                        Semaphore::waiting),
                kind("Lock.lock", SharedWait::taken, Lock::lock, Lock::waiting),
                kind(
                        "Lock.lockInterruptibly",
                        SharedWait::taken,
                        Lock::lockInterruptibly,
                        Lock::waiting),
                kind(
                        "Lock.tryLock(limit)",
                        SharedWait::taken,
                        lock -> lock.tryLock(HubCase.FAR),
                        Lock::waiting),
                kind(
                        "ReadWriteLock.readLock",
                        SharedWait::written,
                        lock -> lock.readLock().lock(),
                        lock -> lock.readLock().waiting()),
                kind(
                        "ReadWriteLock.writeLock",
                        SharedWait::written,
                        lock -> lock.writeLock().tryLock(HubCase.FAR),
                        lock -> lock.writeLock().waiting()),
                condition("Condition.await", condition -> condition.await()),
                condition("Condition.await(limit)", condition -> condition.await(HubCase.FAR)),
                condition(
                        "Condition.awaitUninterruptibly",
                        condition -> condition.awaitUninterruptibly()),
                kind("Barrier.await", () -> new Barrier(2), Barrier::await, Barrier::waiting),
                kind(
                        "Barrier.await(limit)",
                        () -> new Barrier(2),
                        barrier -> barrier.await(HubCase.FAR),
                        Barrier::waiting));
    }

    @FunctionalInterface
    private interface On<T> {
        void run(T target) throws Throwable;
    }

    @FunctionalInterface
    private interface Count<T> {
        int of(T target);
    }

    private static <T> Kind kind(String name, Supplier<T> target, On<T> call, Count<T> waiting) {
        return new Kind(
                name,
                () -> {
                    T made = target.get();
                    return new SharedWait(() -> call.run(made), () -> waiting.of(made));
                });
    }

    private static Kind condition(String name, On<io.anyloop.Condition> call) {
        return new Kind(
                name,
                () -> {
                    var lock = new RLock();
                    var condition = lock.newCondition();
                    Blocking held = () -> lock.run(() -> runUnchecked(call, condition));
                    return new SharedWait(held, condition::waiting);
                });
    }

    private static <T> void runUnchecked(On<T> call, T target) {
        try {
            call.run(target);
        } catch (Throwable e) {
            throw Unchecked.<RuntimeException>rethrow(e);
        }
    }

    /// Taken by the caller, which waits for itself then.
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
}
