package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.sync.Condition;
import io.anyloop.sync.Lock;
import io.anyloop.sync.RLock;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Conditions of locks.
public abstract class ConditionCases extends Cases {

    private static List<Greenlet<?>> awaiting(
            Lock lock, Condition condition, int count, List<Integer> log) {
        List<Greenlet<?>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            all.add(
                    Greenlet.spawn(() ->
                            lock.run(() -> {
                                condition.await();
                                assertTrue(lock.isHeldByCurrent());
                                log.add(number);
                            })));
        }
        Greenlet.yield();
        assertEquals(count, condition.waiting());
        return all;
    }

    @Test
    void s20_signals_wake_as_many_as_they_say_in_order() throws Exception {
        inHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var lock = new Lock();
            var condition = lock.newCondition();
            var all = awaiting(lock, condition, 10, log);
            lock.run(() -> condition.signal());
            hub.settle();
            assertEquals(List.of(0), log);
            lock.run(() -> condition.signal(3));
            hub.settle();
            assertEquals(List.of(0, 1, 2, 3), log);
            lock.run(() -> condition.signal(0));
            hub.settle();
            assertEquals(List.of(0, 1, 2, 3), log);
            lock.run(() -> condition.signalAll());
            all.forEach(Greenlet::join);
            assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), log);
            lock.run(() -> condition.signalAll());
            assertThrows(IllegalArgumentException.class, () -> condition.signal(-1));
        });
    }

    @Test
    void s20_without_the_lock_each_call_is_an_error() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            var condition = lock.newCondition();
            var calls =
                    List.<Blocking>of(
                            condition::await,
                            condition::awaitUninterruptibly,
                            () -> condition.await(hub.unit()),
                            () -> condition.await(1, TimeUnit.SECONDS),
                            () -> condition.awaitNanos(1),
                            () -> condition.awaitUntil(new Date(0)),
                            condition::signal,
                            () -> condition.signal(2),
                            condition::signalAll);
            for (var call : calls) {
                var e = assertThrows(IllegalMonitorStateException.class, call::run);
                assertTrue(e.getMessage().contains("Lock it first"), e.getMessage());
            }
            assertEquals(0, condition.waiting());
            assertFalse(lock.isLocked());
        });
    }

    @Test
    void s20_waits_for_a_time_say_whether_it_was_up_and_have_the_lock_again() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            var condition = lock.newCondition();
            lock.lock();
            long begin = hub.now();
            assertFalse(condition.await(hub.unit()));
            hub.assertTook(hub.unit(), begin);
            assertFalse(condition.await(hub.unit().toNanos(), TimeUnit.NANOSECONDS));
            hub.assertTook(hub.units(2), begin);
            assertTrue(condition.awaitNanos(hub.unit().toNanos()) <= 0);
            hub.assertTook(hub.units(3), begin);
            assertFalse(condition.awaitUntil(new Date(0)));
            assertFalse(condition.await(Duration.ZERO));
            assertTrue(lock.isHeldByCurrent());
            assertEquals(0, condition.waiting());
            Greenlet.spawn(() -> lock.run(() -> condition.signalAll()));
            assertTrue(condition.await(HubCase.FAR));
            Greenlet.spawn(() -> lock.run(() -> condition.signalAll()));
            assertTrue(condition.awaitNanos(HubCase.FAR.toNanos()) > 0);
            Greenlet.spawn(() -> lock.run(() -> condition.signalAll()));
            assertTrue(condition.await(1, TimeUnit.DAYS));
            assertTrue(lock.isHeldByCurrent());
            lock.unlock();
        });
    }

    @Test
    void s21_the_depth_of_a_re_entrant_lock_comes_back() throws Exception {
        inHub(hub -> {
            var lock = new RLock();
            var condition = lock.newCondition();
            for (int i = 0; i < 3; i++) {
                lock.lock();
            }
            var signals =
                    Greenlet.spawn(() ->
                            lock.run(() -> {
                                assertEquals(1, lock.depth());
                                condition.signal();
                            }));
            condition.await();
            assertEquals(3, lock.depth());
            signals.join();
            assertFalse(condition.await(hub.unit()));
            assertEquals(3, lock.depth());
            for (int i = 0; i < 3; i++) {
                lock.unlock();
            }
            assertFalse(lock.isLocked());
        });
    }

    @Test
    void s14_a_killed_one_has_the_lock_again_when_the_exception_comes_out() throws Exception {
        inHub(hub -> {
            var lock = new RLock();
            var condition = lock.newCondition();
            List<Integer> depths = new ArrayList<>();
            var waits =
                    Greenlet.spawn(() -> {
                        lock.lock();
                        lock.lock();
                        try {
                            condition.await();
                        } finally {
                            depths.add(lock.depth());
                            lock.unlock();
                            lock.unlock();
                        }
                    });
            Greenlet.yield();
            lock.lock();
            var exit = new GreenletExit();
            waits.killNoWait(exit);
            hub.settle();
            assertFalse(waits.hasEnded(), "it does not have the lock");
            assertEquals(0, condition.waiting());
            // A second one has to wait for the lock too.
            waits.killNoWait(new GreenletExit("again"));
            hub.settle();
            assertFalse(waits.hasEnded(), "it does not have the lock");
            lock.unlock();
            waits.join();
            Killed.assertKilled(waits);
            assertEquals(List.of(2), depths);
            assertFalse(lock.isLocked());
        });
    }

    @Test
    void s14_a_timeout_comes_out_with_the_lock_held() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            var condition = lock.newCondition();
            lock.lock();
            try (var timeout = Timeout.after(hub.unit())) {
                assertSame(timeout, assertThrows(Timeout.class, condition::await));
            }
            assertTrue(lock.isHeldByCurrent());
            lock.unlock();
        });
    }

    @Test
    void s14_a_signal_is_not_lost_with_one_who_was_killed() throws Exception {
        inHub(hub -> {
            for (int turns = 0; turns < 2; turns++) {
                List<Integer> log = new ArrayList<>();
                var lock = new Lock();
                var condition = lock.newCondition();
                var all = awaiting(lock, condition, 2, log);
                lock.lock();
                all.get(0).killNoWait();
                for (int i = 0; i < turns; i++) {
                    Greenlet.yield();
                }
                condition.signal();
                lock.unlock();
                hub.settle();
                // In the same turn the first has not left yet: it goes on, and hears of the kill
                // at its next wait.
                assertEquals(List.of(turns), log);
                all.forEach(Greenlet::kill);
                assertFalse(lock.isLocked());
            }
        });
    }

    @Test
    void s14_a_kill_while_a_signalled_one_takes_the_lock_comes_at_its_next_wait() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var lock = new Lock();
            var condition = lock.newCondition();
            var waits =
                    Greenlet.spawn(() ->
                            lock.run(() -> {
                                condition.await();
                                log.add("signalled");
                                Greenlet.yield();
                                log.add("not killed");
                            }));
            Greenlet.yield();
            lock.lock();
            condition.signal();
            Greenlet.yield();
            waits.killNoWait();
            Greenlet.yield();
            assertEquals(List.of(), log);
            lock.unlock();
            waits.join();
            assertEquals(List.of("signalled"), log);
            Killed.assertKilled(waits);
            assertFalse(lock.isLocked());
        });
    }

    @Test
    void s23_one_who_can_never_have_the_lock_again_does_not_hang_the_hub() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    hub.mayLeaveGreenlets();
                    var lock = new Lock();
                    var condition = lock.newCondition();
                    var e =
                            assertThrows(
                                    LoopExit.class,
                                    () -> hub.hub().call(() -> stuck(hub, lock, condition)));
                    assertTrue(e.getMessage().contains("Condition.await"), e.getMessage());
                });
    }

    private static void stuck(HubCase hub, Lock lock, Condition condition) throws Exception {
        lock.lock();
        Greenlet.spawn(() -> {
            lock.lock();
            Greenlet.current().join();
        });
        condition.await(hub.unit());
    }

    @Test
    void j11_an_interrupt_ends_the_waits_that_declare_it() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            var condition = lock.newCondition();
            var ended =
                    Greenlet.spawn(() ->
                            lock.call(() -> {
                                assertThrows(InterruptedException.class, condition::await);
                                return lock.isHeldByCurrent();
                            }));
            var stays =
                    Greenlet.spawn(() ->
                            lock.call(() -> {
                                condition.awaitUninterruptibly();
                                return Thread.interrupted();
                            }));
            Greenlet.yield();
            ended.thread().interrupt();
            stays.thread().interrupt();
            assertTrue(ended.get());
            assertFalse(stays.hasEnded());
            lock.run(() -> condition.signal());
            assertTrue(stays.get());
        });
    }

    @Test
    void s20_it_serves_code_that_knows_the_interfaces_of_the_jdk_only() throws Exception {
        inHub(hub -> {
            java.util.concurrent.locks.Lock lock = new Lock();
            var notEmpty = lock.newCondition();
            assertInstanceOf(Condition.class, notEmpty);
            var items = new ArrayList<Integer>();
            var takes =
                    Greenlet.spawn(() -> {
                        int sum = 0;
                        for (int i = 0; i < 100; i++) {
                            lock.lock();
                            try {
                                while (items.isEmpty()) {
                                    notEmpty.await();
                                }
                                sum += items.removeFirst();
                            } finally {
                                lock.unlock();
                            }
                        }
                        return sum;
                    });
            for (int i = 0; i < 100; i++) {
                lock.lock();
                try {
                    items.add(i);
                    notEmpty.signal();
                } finally {
                    lock.unlock();
                }
                if (i % 7 == 0) {
                    Greenlet.yield();
                }
            }
            assertEquals(4950, takes.get());
        });
    }
}
