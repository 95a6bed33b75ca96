package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.sync.Condition;
import io.anyloop.sync.Lock;
import io.anyloop.sync.RLock;
import io.anyloop.sync.ReadWriteLock;
import io.anyloop.sync.Semaphore;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Locks and semaphores between hubs and plain threads. No case holds a timed wait in a hub while
/// it waits for another thread, unless for ever: virtual time would jump over it.
public abstract class SharingCases extends Cases {
    private static final int TURNS = 10_000;

    /// What runs beside the others: in a greenlet of the one hub or the other, or on a plain thread.
    private record Runner(Blocking join) {
        static Runner on(HubCase hub, Blocking body) {
            var greenlet = hub.hub().spawn(() -> body.run());
            return new Runner(greenlet::get);
        }

        static Runner plain(Blocking body) {
            var failure = new AtomicReference<Throwable>();
            var thread =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                try {
                                    body.run();
                                } catch (Throwable e) {
                                    failure.set(e);
                                }
                            });
            return new Runner(() -> {
                thread.join();
                if (failure.get() != null) {
                    throw failure.get();
                }
            });
        }
    }

    private static void joinAll(List<Runner> runners) throws Throwable {
        for (var runner : runners) {
            runner.join().run();
        }
    }

    @Test
    void s24_two_hubs_take_turns() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var mine = new Semaphore(1);
            var yours = new Semaphore(0);
            joinAll(
                    List.of(
                            Runner.on(hub, () -> takeTurns(mine, yours)),
                            Runner.on(other, () -> takeTurns(yours, mine))));
            assertEquals(1, mine.permits());
            assertEquals(0, yours.permits());
        });
    }

    @Test
    void s24_a_hub_and_a_plain_thread_take_turns() throws Exception {
        besideHub(hub -> {
            var mine = new Semaphore(1);
            var yours = new Semaphore(0);
            joinAll(
                    List.of(
                            Runner.on(hub, () -> takeTurns(mine, yours)),
                            Runner.plain(() -> takeTurns(yours, mine))));
            assertEquals(1, mine.permits());
        });
    }

    @Test
    void s24_two_plain_threads_take_turns() throws Exception {
        besideHub(hub -> {
            var mine = new Semaphore(1);
            var yours = new Semaphore(0);
            joinAll(
                    List.of(
                            Runner.plain(() -> takeTurns(mine, yours)),
                            Runner.plain(() -> takeTurns(yours, mine))));
            assertEquals(1, mine.permits());
        });
    }

    private static void takeTurns(Semaphore take, Semaphore give) {
        for (int i = 0; i < TURNS; i++) {
            if (i % 2 == 0) {
                take.acquire();
            } else {
                assertTrue(take.tryAcquire(HubCase.ENDLESS));
            }
            give.release();
        }
    }

    @Test
    void s24_each_kind_of_lock_excludes_hubs_and_plain_threads() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            for (var lock :
                    List.<java.util.concurrent.locks.Lock>of(
                            new Lock(), new RLock(), new ReadWriteLock().writeLock())) {
                var counter = new int[1];
                List<Runner> all = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    all.add(Runner.on(hub, () -> count(lock, counter)));
                    all.add(Runner.on(other, () -> count(lock, counter)));
                    all.add(Runner.plain(() -> count(lock, counter)));
                }
                joinAll(all);
                assertEquals(9 * 1_000, counter[0]);
            }
        });
    }

    private static void count(java.util.concurrent.locks.Lock lock, int[] counter) {
        for (int i = 0; i < 1_000; i++) {
            lock.lock();
            try {
                int seen = counter[0];
                if (i % 16 == 0) {
                    Thread.yield();
                }
                counter[0] = seen + 1;
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    void s24_a_condition_connects_hubs_and_plain_threads() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            var lock = new Lock();
            var changed = lock.newCondition();
            var tokens = new int[1];
            var taken = new AtomicInteger();
            joinAll(
                    List.of(
                            Runner.on(hub, () -> take(lock, changed, tokens, taken)),
                            Runner.on(other, () -> take(lock, changed, tokens, taken)),
                            Runner.plain(() -> take(lock, changed, tokens, taken)),
                            Runner.plain(() -> give(lock, changed, tokens)),
                            Runner.on(other, () -> give(lock, changed, tokens)),
                            Runner.on(hub, () -> give(lock, changed, tokens))));
            assertEquals(3_000, taken.get());
            assertEquals(0, tokens[0]);
        });
    }

    private static void take(Lock lock, Condition changed, int[] tokens, AtomicInteger taken)
            throws InterruptedException {
        for (int i = 0; i < 1_000; i++) {
            lock.lock();
            try {
                while (tokens[0] == 0) {
                    changed.await();
                }
                tokens[0]--;
            } finally {
                lock.unlock();
            }
            taken.incrementAndGet();
        }
    }

    private static void give(Lock lock, Condition changed, int[] tokens) {
        for (int i = 0; i < 1_000; i++) {
            lock.run(() -> {
                tokens[0]++;
                changed.signal();
            });
        }
    }

    /// The signal comes as soon as the lock is free: one who waits stands in line by then.
    @Test
    void s24_a_signal_that_follows_at_once_is_not_lost() throws Exception {
        besideHub(hub -> {
            var lock = new Lock();
            var condition = lock.newCondition();
            var isDue = new boolean[1];
            joinAll(
                    List.of(
                            Runner.plain(() -> signalWhenDue(lock, condition, isDue)),
                            Runner.on(hub, () -> awaitOnce(lock, condition, isDue))));
        });
    }

    private static void awaitOnce(Lock lock, Condition condition, boolean[] isDue) {
        for (int i = 0; i < 2_000; i++) {
            lock.run(() -> {
                isDue[0] = true;
                condition.awaitUninterruptibly();
            });
        }
    }

    private static void signalWhenDue(Lock lock, Condition condition, boolean[] isDue) {
        int signals = 0;
        while (signals < 2_000) {
            lock.lock();
            if (isDue[0]) {
                isDue[0] = false;
                condition.signal();
                signals++;
            }
            lock.unlock();
            if (!isDue[0]) {
                Thread.yield(); // where a processor is short, the hub gets it
            }
        }
    }

    @Test
    void s25_a_release_from_a_plain_thread_wakes_a_greenlet() throws Exception {
        besideHub(hub -> {
            var semaphore = new Semaphore(0);
            for (int i = 0; i < 20; i++) {
                var waits = hub.hub().spawn(() -> semaphore.acquire());
                hub.eventually("nobody waits", () -> semaphore.waiting() == 1);
                hub.awaitParked(1);
                semaphore.release();
                hub.eventually("the release was lost", waits::hasEnded);
            }
        });
    }

    @Test
    void s25_a_plain_thread_runs_out_of_time_and_takes_nothing() throws Exception {
        besideHub(hub -> {
            var semaphore = new Semaphore(0);
            long begin = System.nanoTime();
            assertFalse(semaphore.tryAcquire(hub.time.quiet()));
            assertTrue(System.nanoTime() - begin >= hub.time.quiet().toNanos());
            assertEquals(0, semaphore.await(Duration.ZERO));
            assertEquals(0, semaphore.waiting());
            hub.hub().call(() -> semaphore.release());
            assertEquals(1, semaphore.permits());
        });
    }

    /// Those who wait leave and are handed permits at the same moment, on different threads: whatever
    /// is released is either had by somebody or free.
    @Test
    void s14_no_permit_is_lost_or_had_twice_while_those_who_wait_are_killed() throws Exception {
        besideHub(hub -> {
            var other = hub.other();
            for (int round = 0; round < 100; round++) {
                var semaphore = new Semaphore(0);
                var had = new AtomicInteger();
                List<Greenlet<?>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    var home = i % 2 == 0 ? hub : other;
                    all.add(
                            home.hub()
                                    .spawn(() -> {
                                        semaphore.acquire();
                                        had.incrementAndGet();
                                    }));
                }
                if (round % 2 == 0) {
                    hub.eventually("not all wait", () -> semaphore.waiting() == 20);
                }
                var killer = Runner.plain(() -> killSome(all));
                var releaser = Runner.plain(() -> releaseSome(semaphore));
                joinAll(List.of(killer, releaser));
                semaphore.release();
                for (int i = 1; i < 20; i += 2) {
                    semaphore.release();
                }
                all.forEach(Greenlet::join);
                assertEquals(21, had.get() + semaphore.permits());
                assertEquals(0, semaphore.waiting());
            }
        });
    }

    private static void killSome(List<Greenlet<?>> all) {
        for (int i = 0; i < 20; i += 2) {
            all.get(i).killNoWait();
        }
    }

    private static void releaseSome(Semaphore semaphore) {
        for (int i = 0; i < 10; i++) {
            semaphore.release();
        }
    }

    /// The same for those who run out of time, on plain threads.
    @Test
    void s13_no_permit_is_lost_or_had_twice_while_times_run_out() throws Exception {
        besideHub(hub -> {
            var semaphore = new Semaphore(2);
            var inside = new AtomicInteger();
            var most = new AtomicInteger();
            List<Runner> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(Runner.plain(() -> tryBriefly(semaphore, inside, most)));
            }
            joinAll(all);
            assertEquals(2, semaphore.permits());
            assertEquals(0, semaphore.waiting());
            assertTrue(most.get() <= 2, "%d had one of two permits".formatted(most.get()));
        });
    }

    private static void tryBriefly(Semaphore semaphore, AtomicInteger inside, AtomicInteger most) {
        for (int i = 0; i < 2_000; i++) {
            var limit = Duration.ofNanos(ThreadLocalRandom.current().nextInt(20_000));
            if (semaphore.tryAcquire(limit)) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                for (int spin = 0; spin < 100; spin++) {
                    Thread.onSpinWait();
                }
                inside.decrementAndGet();
                semaphore.release();
            }
        }
    }
}
