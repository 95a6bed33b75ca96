package io.anyloop.tck.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.queue.ShutDownException;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/// Producers and consumers on two hubs and on plain threads, which are killed and run out of time at
/// random: each item must arrive once.
///
/// Each try is a greenlet of its own, so that it can be killed. Whether its call returned decides
/// whether the item has gone over; that is what the library promises.
final class QueueStress {
    private static final int EACH = 150;
    private static final int WORKERS = 2;

    /// Where the items go through.
    interface Subject {
        void put(int item, Duration limit) throws TimeoutException;

        int get(Duration limit) throws TimeoutException;

        void shutdown();
    }

    private final HubCase one;
    private final HubCase other;
    private final Subject subject;
    private final AtomicInteger numbers = new AtomicInteger();
    private final ConcurrentLinkedQueue<Integer> received = new ConcurrentLinkedQueue<>();
    private final AtomicReferenceArray<Greenlet<?>> tries = new AtomicReferenceArray<>(4 * WORKERS);
    private volatile boolean isOver;

    QueueStress(HubCase one, Subject subject) throws Exception {
        this.one = one;
        this.other = one.other();
        this.subject = subject;
    }

    void run() throws InterruptedException {
        List<Greenlet<?>> producers = new ArrayList<>();
        List<Greenlet<?>> consumers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            for (Hub hub : List.of(one.hub(), other.hub())) {
                int producer = producers.size() + consumers.size();
                producers.add(hub.spawn(() -> produce(producer)));
                consumers.add(hub.spawn(() -> consume(producer + 1)));
            }
        }
        Thread producer = Thread.ofPlatform().daemon().name("producer").start(this::produceHere);
        Thread consumer = Thread.ofPlatform().daemon().name("consumer").start(this::consumeHere);
        Thread killer = Thread.ofPlatform().daemon().name("killer").start(this::killAtRandom);
        producers.forEach(Greenlet::join);
        producer.join();
        int sent = numbers.get();
        one.eventually("items were lost", () -> received.size() >= sent);
        isOver = true;
        subject.shutdown();
        consumers.forEach(Greenlet::join);
        consumer.join();
        killer.join();
        assertEquals(
                IntStream.range(0, (2 * WORKERS + 1) * EACH).boxed().toList(),
                received.stream().sorted().toList());
    }

    private void produce(int worker) {
        for (int i = 0; i < EACH; i++) {
            int item = numbers.getAndIncrement();
            var isIn = new boolean[1];
            while (!isIn[0]) {
                attempt(worker, () -> isIn[0] = put(item));
            }
        }
    }

    private void consume(int worker) {
        while (!isOver) {
            attempt(worker, this::get);
        }
    }

    /// The killer may kill an attempt; a kill that comes too late hits nobody.
    private void attempt(int worker, Runnable body) {
        var attempt = Greenlet.spawn(body::run);
        tries.set(worker, attempt);
        if (ThreadLocalRandom.current().nextInt(4) == 0) {
            Greenlet.yield();
            attempt.killNoWait();
        }
        attempt.join();
    }

    private void produceHere() {
        for (int i = 0; i < EACH; i++) {
            int item = numbers.getAndIncrement();
            boolean isIn = false;
            while (!isIn) {
                isIn = put(item);
            }
        }
    }

    private void consumeHere() {
        while (!isOver) {
            get();
        }
    }

    private void killAtRandom() {
        var random = ThreadLocalRandom.current();
        while (!isOver) {
            Greenlet<?> victim = tries.get(random.nextInt(tries.length()));
            if (victim != null) {
                victim.killNoWait();
            }
            LockSupport.parkNanos(random.nextInt(200_000));
        }
    }

    private boolean put(int item) {
        try {
            subject.put(item, limit());
            return true;
        } catch (FullException | TimeoutException e) {
            return false;
        }
    }

    private void get() {
        try {
            received.add(subject.get(limit()));
        } catch (EmptyException | TimeoutException | ShutDownException e) {
            // Again, unless it is over.
        }
    }

    private static Duration limit() {
        var random = ThreadLocalRandom.current();
        return switch (random.nextInt(3)) {
            case 0 -> Duration.ZERO;
            case 1 -> Duration.ofNanos(random.nextInt(300_000));
            default -> HubCase.ENDLESS;
        };
    }
}
