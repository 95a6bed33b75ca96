package io.anyloop.tck.everywait;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.fixture.Unchecked;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// What holds for every call that waits when a plain thread calls it: each check here, for each line
/// of the table in [Waits].
public abstract class PlainWaitCases extends WaitRowCases {

    @TestFactory
    Stream<DynamicTest> aw03_a_plain_thread_really_waits_until_its_time_is_up() {
        return each(
                UNINTERRUPTIBLE.and(LIMITED).and(row -> !row.isInGreenletsOnly()),
                (hub, row, subject) -> {
                    var limit = hub.time.scaled(Duration.ofMillis(15));
                    var took =
                            onPlainThread(
                                    hub,
                                    () -> {
                                        long begin = System.nanoTime();
                                        Thread.currentThread().interrupt(); // Another may be late.
                                        subject.awaitOwn(limit);
                                        assertTrue(Thread.interrupted(), "the interrupt was lost");
                                        return Duration.ofNanos(System.nanoTime() - begin);
                                    },
                                    thread -> {
                                        thread.interrupt();
                                        LockSupport.unpark(thread);
                                    });
                    assertTrue(took.compareTo(limit) >= 0, () -> "too early: after " + took);
                });
    }

    @TestFactory
    Stream<DynamicTest> aw04_a_plain_thread_that_waits_hears_the_end() {
        return each(
                OURS.and(ENDABLE).and(row -> !row.isInGreenletsOnly()),
                (hub, row, subject) ->
                        assertTrue(
                                onPlainThread(
                                        hub,
                                        () -> subject.isEnded(HubCase.ENDLESS),
                                        thread -> {
                                            spin(
                                                    hub,
                                                    () -> LockSupport.getBlocker(thread) != null,
                                                    "the thread does not wait");
                                            subject.end();
                                        })));
    }

    private interface Task<V> {
        V run() throws Throwable;
    }

    private interface Meanwhile {
        void at(Thread thread) throws Throwable;
    }

    /// Runs a task on a plain thread, and something here meanwhile; the hub goes on.
    private static <V> V onPlainThread(HubCase hub, Task<V> task, Meanwhile meanwhile)
            throws Throwable {
        var result = new FutureTask<>(() -> runUnchecked(task));
        var thread = Thread.ofPlatform().daemon().name("plain").start(result);
        meanwhile.at(thread);
        spin(hub, result::isDone, "the thread still waits");
        hub.settle(); // What it gave back to the hub has arrived.
        try {
            return result.get(1, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static <V> V runUnchecked(Task<V> task) {
        try {
            return task.run();
        } catch (Throwable e) {
            throw Unchecked.rethrow(e);
        }
    }

    /// Yields until something is so. Real time, whatever the hub's is.
    private static void spin(HubCase hub, BooleanSupplier done, String otherwise) {
        assertTrue(Patience.isSoon(hub.time, done, Greenlet::yield), otherwise);
    }
}
