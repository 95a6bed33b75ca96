package io.anyloop.examples.javadoc;

import io.anyloop.Greenlet;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Barrier;
import io.anyloop.sync.BoundedSemaphore;
import io.anyloop.sync.Condition;
import io.anyloop.sync.Event;
import io.anyloop.sync.Lock;
import io.anyloop.sync.RLock;
import io.anyloop.sync.ReadWriteLock;
import io.anyloop.sync.Semaphore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/// What greenlets wait for, and who may go first.
final class LockUse {
    /// Answers by one of two callbacks, on whatever thread.
    interface Client {
        void ask(String question, Consumer<String> answer, Consumer<Throwable> failure);
    }

    private final Lock lock = new Lock();
    private final Condition changed = lock.newCondition();
    private final RLock again = new RLock();
    private final ReadWriteLock rates = new ReadWriteLock();
    private final List<String> items = new ArrayList<>();
    private int balance;

    private static String fetch(String url) {
        Greenlet.sleep(Duration.ofSeconds(1));
        return "page of " + url;
    }

    private int read() {
        Greenlet.sleep(Duration.ofMillis(5));
        return balance;
    }

    private void write(int amount) {
        Greenlet.sleep(Duration.ofMillis(5));
        balance = amount;
    }

    int deposit(int amount) {
        // @start region="Lock"
        return lock.call(() -> {
            int sum = read() + amount; // waits, and still nobody comes in between
            write(sum);
            return sum;
        });
        // @end
    }

    void twice(int amount) {
        // @start region="RLock"
        again.run(() -> {
            write(read() + amount);
            again.run(() -> write(read() + amount)); // the same lock once more
        });
        // @end
    }

    String take() throws InterruptedException {
        // @start region="Condition"
        return lock.call(() -> {
            while (items.isEmpty()) {
                changed.await(); // the lock is free meanwhile
            }
            return items.removeLast();
        });
        // @end
    }

    void put(String item) {
        lock.run(() -> {
            items.add(item);
            changed.signal();
        });
    }

    int convert(int amount) {
        // @start region="ReadWriteLock"
        return rates.readLock().call(() -> amount * read()); // many at once
        // @end
    }

    void newRate(int rate) {
        rates.writeLock().run(() -> write(rate));
    }

    static String semaphore(Semaphore connections, String url) {
        // @start region="Semaphore"
        return connections.call(() -> fetch(url)); // so many at a time as it has permits
        // @end
    }

    static String boundedSemaphore(BoundedSemaphore places, String url) {
        // @start region="BoundedSemaphore"
        places.acquire();
        try {
            return fetch(url);
        } finally {
            places.release(); // who gives back more than was taken is told so
        }
        // @end
    }

    static List<String> barrier(List<String> runners) throws Exception {
        var started = new ArrayList<String>();
        // @start region="Barrier"
        var start = new Barrier(runners.size() + 1);
        for (String runner : runners) {
            Greenlet.spawn(() -> {
                start.await();
                started.add(runner);
            });
        }
        start.await(); // until all of them are there
        // @end
        Greenlet.yield();
        return started;
    }

    static String event(String url) {
        var page = new String[1];
        // @start region="Event"
        var loaded = new Event();
        Greenlet.spawn(() -> {
            page[0] = fetch(url);
            loaded.set(); // lets all go on who wait, and all who come later
        });
        loaded.await();
        // @end
        return page[0];
    }

    static String asyncResult(Client client, String question) throws TimeoutException {
        // @start region="AsyncResult"
        var answer = new AsyncResult<String>();
        client.ask(question, answer::set, answer::fail); // calls back on any thread
        return answer.get(Duration.ofSeconds(5));
        // @end
    }
}
