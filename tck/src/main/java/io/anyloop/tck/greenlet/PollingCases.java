package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Loops that give way by the JDK's means and never come to a wait.
public abstract class PollingCases extends Cases {

    /// One round of such a loop.
    @FunctionalInterface
    private interface Round {
        void poll() throws Exception;

        default void pollForEver() throws Exception {
            while (true) {
                poll();
            }
        }
    }

    private static Map<String, Round> loops() {
        Map<String, Round> loops = new LinkedHashMap<>();
        var queue = new LinkedBlockingQueue<String>();
        var permits = new Semaphore(0);
        loops.put("Thread.sleep(0)", () -> Thread.sleep(0));
        loops.put(
                "poll(0)",
                () -> {
                    queue.poll(0, TimeUnit.SECONDS);
                    Thread.yield();
                });
        loops.put(
                "tryAcquire(0)",
                () -> {
                    permits.tryAcquire(0, TimeUnit.SECONDS);
                    Thread.yield();
                });
        loops.put(
                "isInterrupted()",
                () -> {
                    while (!Thread.currentThread().isInterrupted()) {
                        Thread.yield();
                    }
                    throw new InterruptedException();
                });
        return loops;
    }

    private Stream<DynamicTest> eachLoop(Check check) {
        return loops().entrySet().stream()
                .map(loop ->
                        DynamicTest.dynamicTest(
                                loop.getKey(), () -> inHub(hub -> check.of(hub, loop.getValue()))));
    }

    @FunctionalInterface
    private interface Check {
        void of(HubCase hub, Round loop) throws Exception;
    }

    @TestFactory
    Stream<DynamicTest> k31_a_kill_ends_a_loop_that_polls() {
        return eachLoop((hub, loop) -> {
            var polls = Greenlet.spawn(loop::pollForEver);
            Greenlet.yield();
            Greenlet.yield();
            assertFalse(polls.hasEnded());
            polls.kill();
            Killed.assertKilled(polls);
        });
    }

    @TestFactory
    Stream<DynamicTest> k31_a_timeout_ends_a_loop_that_polls() {
        return eachLoop((hub, loop) -> {
            // Virtual time does not pass while greenlets can run.
            var limit = Timeout.of(hub.isVirtual() ? Duration.ZERO : hub.unit());
            assertSame(limit, assertThrows(Timeout.class, () -> limit.run(loop::pollForEver)));
            assertFalse(Thread.currentThread().isInterrupted());
            Greenlet.yield();
        });
    }

    @Test
    void k31_a_hub_closes_though_its_greenlets_poll() throws Exception {
        besideHub(hub -> {
            List<Greenlet<?>> polling = new ArrayList<>();
            loops().values().forEach(loop -> polling.add(hub.hub().spawn(loop::pollForEver)));
            hub.hub()
                    .call(() -> {
                        Greenlet.yield();
                        Greenlet.yield();
                    });
            hub.hub().close();
            polling.forEach(Killed::assertKilled);
        });
    }

    @Test
    void k31_who_gives_way_once_and_then_waits_is_not_interrupted() throws Exception {
        inHub(hub -> {
            var seen = new ArrayList<Boolean>();
            var target =
                    Greenlet.spawn(() -> {
                        Thread.yield();
                        seen.add(Thread.currentThread().isInterrupted());
                        Greenlet.sleep(HubCase.FAR);
                    });
            Greenlet.yield();
            target.kill();
            assertEquals(List.of(false), seen);
            Killed.assertKilled(target);
        });
    }

    @Test
    void k31_who_polls_on_is_interrupted_again_and_ends_at_the_next_wait() throws Exception {
        inHub(hub -> {
            var interrupts = new AtomicInteger();
            var target =
                    Greenlet.spawn(() -> {
                        while (interrupts.get() < 2) {
                            Thread.yield();
                            interrupts.addAndGet(Thread.interrupted() ? 1 : 0);
                        }
                        Greenlet.sleep(HubCase.FAR);
                    });
            Greenlet.yield();
            target.kill();
            assertEquals(2, interrupts.get());
            Killed.assertKilled(target);
        });
    }
}
