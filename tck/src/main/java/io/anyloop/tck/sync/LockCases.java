package io.anyloop.tck.sync;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.LoopExit;
import io.anyloop.sync.Lock;
import io.anyloop.sync.RLock;
import io.anyloop.sync.ReadWriteLock;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Locks within one hub, and what plain threads see of them.
public abstract class LockCases extends Cases {

    /// Each kind of lock that one holds at a time.
    private static List<java.util.concurrent.locks.Lock> kinds() {
        return List.of(new Lock(), new RLock(), new ReadWriteLock().writeLock());
    }

    @Test
    void s16_one_is_inside_at_a_time_also_while_it_waits() throws Exception {
        inHub(hub -> {
            for (var lock : kinds()) {
                var counter = new int[1];
                List<Greenlet<?>> all = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    all.add(Greenlet.spawn(() -> countSlowly(lock, counter)));
                }
                all.forEach(Greenlet::join);
                assertEquals(200, counter[0]);
                assertTrue(lock.tryLock());
            }
        });
    }

    private static void countSlowly(java.util.concurrent.locks.Lock lock, int[] counter) {
        for (int i = 0; i < 10; i++) {
            lock.lock();
            try {
                int seen = counter[0];
                Greenlet.yield();
                counter[0] = seen + 1;
            } finally {
                lock.unlock();
            }
        }
    }

    @Test
    void s15_unlock_hands_over_in_order() throws Exception {
        inHub(hub -> {
            for (var lock : kinds()) {
                List<Integer> log = new ArrayList<>();
                lock.lock();
                List<Greenlet<?>> all = new ArrayList<>();
                for (int i = 0; i < 10; i++) {
                    int number = i;
                    all.add(
                            Greenlet.spawn(() -> {
                                lock.lock();
                                log.add(number);
                                lock.unlock();
                            }));
                }
                Greenlet.yield();
                lock.unlock();
                assertFalse(lock.tryLock(), "somebody stands before");
                lock.lock();
                assertEquals(List.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9), log);
                lock.unlock();
                all.forEach(Greenlet::join);
            }
        });
    }

    @Test
    void s17_a_re_entrant_lock_is_free_after_as_many_unlocks() throws Exception {
        inHub(hub -> {
            var lock = new RLock();
            lock.lock();
            assertTrue(lock.tryLock());
            assertTrue(lock.tryLock(hub.unit()));
            assertEquals(3, lock.depth());
            var waits =
                    Greenlet.spawn(() -> {
                        assertEquals(0, lock.depth());
                        lock.lock();
                        lock.unlock();
                    });
            Greenlet.yield();
            lock.lock();
            lock.unlock();
            for (int depth = 3; depth > 0; depth--) {
                Greenlet.yield();
                assertFalse(waits.hasEnded());
                assertEquals(depth, lock.depth());
                lock.unlock();
            }
            waits.join();
            assertFalse(lock.isLocked());
        });
    }

    @Test
    void s18_unlock_by_one_who_does_not_hold_it_is_an_error_that_says_who_does() throws Exception {
        inHub(hub -> {
            for (var lock : kinds()) {
                var free = assertThrows(IllegalMonitorStateException.class, lock::unlock);
                assertTrue(free.getMessage().contains("free"), free.getMessage());
                var holder =
                        Greenlet.spawn(() -> {
                            lock.lock();
                            Greenlet.sleep(hub.unit());
                            lock.unlock();
                        });
                holder.name("the holder");
                Greenlet.yield();
                var e = assertThrows(IllegalMonitorStateException.class, lock::unlock);
                assertTrue(e.getMessage().contains("the holder"), e.getMessage());
                assertFalse(lock.tryLock());
                holder.join();
                assertTrue(holder.isSuccessful());
            }
            var reads = new ReadWriteLock().readLock();
            assertThrows(IllegalMonitorStateException.class, reads::unlock);
        });
    }

    @Test
    void s19_the_holder_is_the_greenlet_not_the_thread_that_carries_it() throws Exception {
        inHub(hub -> {
            var lock = new RLock();
            lock.lock();
            assertTrue(lock.isHeldByCurrent());
            var other = Greenlet.spawn(() -> lock.isHeldByCurrent() || lock.tryLock());
            assertFalse(other.get());
            var thread = new AtomicReference<Boolean>();
            Thread.startVirtualThread(() -> thread.set(lock.tryLock())).join();
            assertEquals(false, thread.get());
            lock.unlock();
        });
    }

    @Test
    void s11_the_block_form_unlocks_also_when_the_code_fails() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            var failure = new IOException("expected");
            assertSame(
                    failure,
                    assertThrows(
                            IOException.class,
                            () ->
                                    lock.run(() -> {
                                        assertTrue(lock.isHeldByCurrent());
                                        throw failure;
                                    })));
            assertFalse(lock.isLocked());
            assertEquals("value", lock.call(() -> "value"));
            assertFalse(lock.isLocked());
            var wrong =
                    assertThrows(
                            IOException.class,
                            () ->
                                    lock.run(() -> {
                                        lock.unlock();
                                        throw failure;
                                    }));
            assertSame(failure, wrong);
            assertTrue(wrong.getSuppressed()[0] instanceof IllegalMonitorStateException);
            assertThrows(IllegalMonitorStateException.class, () -> lock.run(() -> lock.unlock()));
        });
    }

    @Test
    void s13_one_who_runs_out_of_time_or_is_killed_does_not_hold_it() throws Exception {
        inHub(hub -> {
            for (var lock : kinds()) {
                lock.lock();
                var tries =
                        Greenlet.spawn(
                                () -> lock.tryLock(hub.unit().toNanos(), TimeUnit.NANOSECONDS));
                var killed = Greenlet.spawn(() -> lock.lock());
                var next = Greenlet.spawn(() -> countSlowly(lock, new int[1]));
                Greenlet.yield();
                killed.kill();
                assertFalse(tries.get());
                assertFalse(next.hasEnded());
                lock.unlock();
                next.join();
                assertTrue(lock.tryLock());
            }
        });
    }

    @Test
    void s01_an_attempt_for_no_time_as_the_jdk_has_it_does_not_wait() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var lock = new Lock();
            lock.lock();
            var other = Greenlet.spawn(() -> log.add("other"));
            assertFalse(lock.tryLock(0, TimeUnit.SECONDS));
            assertFalse(lock.tryLock(-1, TimeUnit.SECONDS));
            assertEquals(List.of(), log);
            assertFalse(lock.tryLock(Duration.ZERO));
            assertEquals(List.of("other"), log);
            other.join();
        });
    }

    @Test
    void s23_one_who_locks_twice_waits_for_itself_and_the_loops_end_names_it() throws Exception {
        besideHub(
                options -> options.closedWorld(true),
                hub -> {
                    var lock = new Lock();
                    var e =
                            assertThrows(
                                    LoopExit.class,
                                    () ->
                                            hub.hub()
                                                    .call(() -> {
                                                        lock.lock();
                                                        lock.lock();
                                                    }));
                    assertTrue(e.getMessage().contains("Lock.lock"), e.getMessage());
                    assertTrue(e.getMessage().contains("held by"), e.getMessage());
                    assertEquals(0, lock.waiting());
                });
    }

    @Test
    void j11_a_call_that_declares_it_is_ended_by_an_interrupt() throws Exception {
        inHub(hub -> {
            for (var lock : kinds()) {
                lock.lock();
                var waits = Greenlet.spawn(() -> interrupted(() -> lock.lockInterruptibly()));
                var tries = Greenlet.spawn(() -> interrupted(() -> lock.tryLock(1, TimeUnit.DAYS)));
                var early =
                        Greenlet.spawn(() -> {
                            Thread.currentThread().interrupt();
                            return interrupted(() -> lock.lockInterruptibly());
                        });
                Greenlet.yield();
                waits.thread().interrupt();
                tries.thread().interrupt();
                assertTrue(waits.get());
                assertTrue(tries.get());
                assertTrue(early.get());
                lock.unlock();
            }
        });
    }

    private static boolean interrupted(Blocking call) throws Throwable {
        assertThrows(InterruptedException.class, call::run);
        return !Thread.currentThread().isInterrupted();
    }

    @Test
    void j11_an_interrupt_does_not_end_lock_and_is_kept() throws Exception {
        inHub(hub -> {
            var lock = new Lock();
            lock.lock();
            var waits =
                    Greenlet.spawn(() -> {
                        lock.lock();
                        lock.unlock();
                        return Thread.interrupted();
                    });
            Greenlet.yield();
            waits.thread().interrupt();
            Greenlet.yield();
            assertFalse(waits.hasEnded());
            lock.unlock();
            assertTrue(waits.get(), "the interrupt was lost");
        });
    }

    @Test
    void j11_a_plain_thread_is_interrupted_in_calls_that_declare_it_only() throws Exception {
        besideHub(hub -> {
            var lock = new Lock();
            lock.lock();
            var caught = new AtomicReference<Throwable>();
            var interruptible =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                try {
                                    lock.lockInterruptibly();
                                } catch (Throwable e) {
                                    caught.set(e);
                                }
                            });
            var flag = new AtomicReference<Boolean>();
            var other =
                    Thread.ofPlatform()
                            .daemon()
                            .start(() -> {
                                lock.lock();
                                lock.unlock();
                                flag.set(Thread.currentThread().isInterrupted());
                            });
            hub.eventually("not both wait", () -> lock.waiting() == 2);
            interruptible.interrupt();
            other.interrupt();
            interruptible.join();
            assertSame(InterruptedException.class, caught.get().getClass());
            assertEquals(1, lock.waiting());
            lock.unlock();
            other.join();
            assertEquals(true, flag.get());
        });
    }

    @Test
    void s26_a_callback_of_the_loop_may_try_a_lock_that_a_greenlet_holds() throws Exception {
        besideHub(hub -> {
            var lock = new Lock();
            hub.hub().call(() -> lock.lock());
            var seen = new ArrayList<Boolean>();
            hub.onLoop(() -> seen.add(lock.tryLock()));
            assertEquals(List.of(false), seen);
            var free = new Lock();
            hub.onLoop(() -> {
                free.lock();
                free.unlock();
                seen.add(free.isLocked());
            });
            assertEquals(List.of(false, false), seen);
        });
    }

    // ---------------------------------------------------------------- readers and a writer

    @Test
    void s16_readers_read_together_and_a_writer_writes_alone() throws Exception {
        inHub(hub -> {
            var lock = new ReadWriteLock();
            assertNotSame(lock.readLock(), lock.writeLock());
            var inside = new int[2];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                boolean writes = i % 5 == 0;
                all.add(Greenlet.spawn(() -> readOrWrite(lock, writes, inside)));
            }
            all.forEach(Greenlet::join);
            assertTrue(inside[1] > 1, "readers never met");
            assertEquals("ReadWriteLock[free, 0 waiting]", lock.toString());
        });
    }

    private static void readOrWrite(ReadWriteLock lock, boolean writes, int[] inside) {
        for (int i = 0; i < 10; i++) {
            var side = writes ? lock.writeLock() : lock.readLock();
            side.run(() -> {
                inside[0] += writes ? 1_000 : 1;
                inside[1] = Math.max(inside[1], inside[0] % 1_000);
                Greenlet.yield();
                assertTrue(writes ? inside[0] == 1_000 : inside[0] < 1_000, "" + inside[0]);
                inside[0] -= writes ? 1_000 : 1;
            });
        }
    }

    @Test
    void s04_a_writer_is_not_starved_by_readers_who_keep_coming() throws Exception {
        inHub(hub -> {
            List<String> log = new ArrayList<>();
            var lock = new ReadWriteLock();
            lock.readLock().lock();
            var writes = Greenlet.spawn(() -> lock.writeLock().run(() -> log.add("writer")));
            Greenlet.yield();
            assertFalse(lock.readLock().tryLock(), "a writer stands before");
            var reads = Greenlet.spawn(() -> lock.readLock().run(() -> log.add("reader")));
            Greenlet.yield();
            assertEquals(List.of(), log);
            lock.readLock().unlock();
            writes.join();
            reads.join();
            assertEquals(List.of("writer", "reader"), log);
        });
    }

    @Test
    void s13_readers_behind_a_writer_who_leaves_go_on() throws Exception {
        inHub(hub -> {
            var lock = new ReadWriteLock();
            lock.readLock().lock();
            var writes = Greenlet.spawn(() -> lock.writeLock().tryLock(hub.unit()));
            var readers = new ArrayList<Greenlet<?>>();
            for (int i = 0; i < 3; i++) {
                readers.add(Greenlet.spawn(() -> lock.readLock().lock()));
            }
            Greenlet.yield();
            assertEquals(4, lock.readLock().waiting());
            assertFalse(writes.get());
            readers.forEach(Greenlet::join);
            for (int i = 0; i < 4; i++) {
                lock.readLock().unlock();
            }
            assertTrue(lock.writeLock().tryLock());
            assertThrows(UnsupportedOperationException.class, lock.writeLock()::newCondition);
        });
    }
}
