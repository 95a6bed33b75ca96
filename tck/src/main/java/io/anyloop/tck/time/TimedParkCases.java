package io.anyloop.tck.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Unchecked;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Timed parks of the JDK inside greenlets end by the hub's own deadlines, on the hub's own thread.
public abstract class TimedParkCases extends Cases {
    private static final String JDK_TIMERS = "VirtualThread-unparker";

    /// The waits that park once and do not look at the system's clock: these work in virtual time.
    private static final Set<String> PARK_ONCE = Set.of("LockSupport.parkNanos", "Object.wait");

    /// Runs a case in a hub, where this Java asks the scheduler for timed parks (Java 25 does).
    private void inTimedHub(HubCase.Body body) throws Exception {
        requireTimedParks();
        inHub(body);
    }

    private static void requireTimedParks() {
        HubCase.requires(
                ScheduledExecutorService.class.isAssignableFrom(ForkJoinPool.class),
                "the timed parks of Java %s are the JDK's own".formatted(Runtime.version()));
    }

    /// Waits of the JDK for a time in which nothing happens.
    private static Stream<Blocking.Named> waits(Duration time) {
        return Stream.of(
                new Blocking.Named("Thread.sleep", () -> Thread.sleep(time)),
                new Blocking.Named("LockSupport.parkNanos", () -> parkNanos(time)),
                new Blocking.Named("Object.wait", () -> waitOnMonitor(time)),
                new Blocking.Named("Condition.await", () -> awaitCondition(time)),
                new Blocking.Named("CompletableFuture.get", () -> getFuture(time)),
                new Blocking.Named(
                        "CountDownLatch.await",
                        () -> new CountDownLatch(1).await(time.toNanos(), TimeUnit.NANOSECONDS)),
                new Blocking.Named(
                        "BlockingQueue.poll",
                        () ->
                                new LinkedBlockingQueue<>()
                                        .poll(time.toNanos(), TimeUnit.NANOSECONDS)));
    }

    private static void parkNanos(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    private static void waitOnMonitor(Duration time) throws InterruptedException {
        var monitor = new Object();
        synchronized (monitor) {
            monitor.wait(time.plusNanos(999_999).toMillis()); // rounded up
        }
    }

    private static void awaitCondition(Duration time) throws InterruptedException {
        var lock = new ReentrantLock();
        lock.lock();
        try {
            assertTrue(lock.newCondition().awaitNanos(time.toNanos()) <= 0);
        } finally {
            lock.unlock();
        }
    }

    private static void getFuture(Duration time) {
        var future = new CompletableFuture<Object>();
        assertThrows(
                TimeoutException.class, () -> future.get(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    @TestFactory
    Stream<DynamicTest> tp01_each_timed_wait_of_the_jdk_ends_by_the_hubs_time() {
        return waits(Duration.ZERO)
                .map(Blocking.Named::name)
                .map(name ->
                        DynamicTest.dynamicTest(
                                name, () -> inTimedHub(hub -> assertEnds(hub, name))));
    }

    private static void assertEnds(HubCase hub, String name) throws Throwable {
        HubCase.requires(
                !hub.isVirtual() || PARK_ONCE.contains(name),
                "this wait looks at the system's clock, and waits again if that has not moved");
        var time = hub.unit();
        var call = waits(time).filter(wait -> wait.name().equals(name)).findFirst().orElseThrow();
        long begin = hub.now();
        Greenlet.spawn(() -> runAndTell(hub, call.call())).get();
        hub.assertTook(time, begin);
    }

    private static long runAndTell(HubCase hub, Blocking call) {
        try {
            call.run();
        } catch (Throwable e) {
            throw Unchecked.<RuntimeException>rethrow(e);
        }
        return hub.now();
    }

    @Test
    void tp02_a_park_of_a_day_takes_a_day_of_the_loops_time() throws Exception {
        inTimedHub(hub -> {
            HubCase.requires(hub.isVirtual(), "time is real here");
            long begin = hub.now();
            parkNanos(Duration.ofDays(1));
            hub.assertTook(Duration.ofDays(1), begin);
            waitOnMonitor(Duration.ofDays(1));
            hub.assertTook(Duration.ofDays(2), begin);
        });
    }

    @Test
    void tp03_timed_parks_and_our_sleeps_end_in_the_order_of_their_times() throws Exception {
        inTimedHub(hub -> {
            List<Integer> log = new ArrayList<>();
            var all =
                    Stream.of(4, 1, 3, 2)
                            .map(count -> Greenlet.spawn(() -> sleep(hub, count, log)))
                            .toList();
            all.forEach(Greenlet::join);
            assertEquals(List.of(1, 2, 3, 4), log);
        });
    }

    private static void sleep(HubCase hub, int count, List<Integer> log)
            throws InterruptedException {
        if (count % 2 == 0) {
            Greenlet.sleep(hub.units(5 * count));
        } else {
            hub.jdkSleep(hub.units(5 * count));
        }
        log.add(count);
    }

    @Test
    void tp04_no_timer_thread_of_the_jdk_is_started() throws Exception {
        Set<Long> before = jdkTimers();
        inTimedHub(hub -> {
            var all =
                    waits(hub.unit())
                            .filter(wait -> !hub.isVirtual() || isPlain(wait))
                            .map(wait -> Greenlet.spawn(() -> runAndTell(hub, wait.call())))
                            .toList();
            all.forEach(Greenlet::join);
            Set<Long> started = jdkTimers();
            started.removeAll(before);
            assertEquals(Set.of(), started, "the JDK's timers were used");
        });
    }

    private static boolean isPlain(Blocking.Named wait) {
        return PARK_ONCE.contains(wait.name());
    }

    private static Set<Long> jdkTimers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(JDK_TIMERS))
                .map(Thread::threadId)
                .collect(Collectors.toSet());
    }

    /// Seen where time is virtual: there an idle hub jumps to whatever is due next.
    @Test
    void tp05_a_timed_park_that_ends_early_leaves_no_deadline() throws Exception {
        requireTimedParks();
        besideHub(hub -> {
            long begin = hub.now();
            hub.hub().call(() -> endParksEarly(hub));
            hub.assertTook(hub.unit(), begin);
            if (hub.isVirtual()) {
                LockSupport.parkNanos(hub.time.quiet().toNanos());
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    private static void endParksEarly(HubCase hub) {
        var parked = Greenlet.spawn(() -> parkNanos(HubCase.FAR));
        var interrupted =
                Greenlet.spawn(() ->
                        assertThrows(InterruptedException.class, () -> Thread.sleep(HubCase.FAR)));
        Greenlet.yield();
        LockSupport.unpark(parked.thread());
        interrupted.thread().interrupt();
        parked.join();
        interrupted.join();
        Greenlet.sleep(hub.unit());
    }

    @Test
    void tp06_a_timed_wait_on_a_monitor_hears_a_notify() throws Exception {
        inTimedHub(hub -> {
            var monitor = new Object();
            long begin = hub.now();
            var waiting =
                    Greenlet.spawn(() -> {
                        synchronized (monitor) {
                            monitor.wait(Duration.ofHours(20).toMillis());
                        }
                    });
            Greenlet.sleep(hub.unit());
            assertFalse(waiting.hasEnded());
            synchronized (monitor) {
                monitor.notifyAll();
            }
            waiting.join();
            // The JDK lets another thread hand over the monitor, and virtual time may jump.
            if (!hub.isVirtual()) {
                hub.assertTook(hub.unit(), begin);
            }
        });
    }

    @Test
    void tp07_after_a_timed_park_the_greenlet_is_where_it_was() throws Exception {
        inTimedHub(hub -> {
            String carrier = HubCase.carrier();
            var self = Greenlet.current();
            for (int i = 0; i < 5; i++) {
                hub.jdkSleep(hub.unit());
                assertEquals(carrier, HubCase.carrier());
                assertEquals(self, Greenlet.current());
            }
        });
    }

    @Test
    void tp08_many_timed_parks_that_are_unparked_at_their_end_lose_nobody() throws Exception {
        inTimedHub(hub -> {
            var all =
                    Stream.generate(() -> Greenlet.spawn(() -> hub.jdkSleep(hub.unit())))
                            .limit(1_000)
                            .toList();
            Greenlet.sleep(hub.unit());
            all.forEach(greenlet -> LockSupport.unpark(greenlet.thread()));
            all.forEach(Greenlet::join);
        });
    }
}
