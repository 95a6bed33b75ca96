package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.StuckException;
import io.anyloop.StuckHandler;
import io.anyloop.StuckReport;
import io.anyloop.WhenStuck;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// What keeps a hub's thread is found, told with its stack, and told once.
public abstract class StuckCases extends Cases {
    /// Real time, also where the loop's is virtual.
    private static final Duration LIMIT = Duration.ofMillis(60);

    private final Queue<StuckReport> reports = new ConcurrentLinkedQueue<>();

    private Consumer<HubBuilder> watched() {
        return options -> options.stuckLimit(LIMIT).stuckHandler(reports::add);
    }

    /// Keeps the thread until something has been reported.
    private void burnUntilTold(HubCase hub) {
        burnUntil(hub, () -> !reports.isEmpty());
    }

    private static void burnUntil(HubCase hub, java.util.function.BooleanSupplier done) {
        long limit = System.nanoTime() + hub.time.limit().toNanos() / 2;
        while (!done.getAsBoolean()) {
            assertTrue(System.nanoTime() - limit < 0, "nothing was reported");
            Thread.onSpinWait();
        }
    }

    /// A thread that the machine gave no processor for so long is reported with that, rightly.
    private void assertNobodyComputed() {
        for (StuckReport report : reports) {
            assertTrue(
                    report.onProcessor() != null
                            && report.onProcessor().compareTo(report.time().dividedBy(2)) < 0,
                    () -> "" + report);
        }
    }

    private static void burn(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void m01_a_greenlet_that_does_not_yield_is_reported_with_its_stack() throws Exception {
        inHub(
                watched(),
                hub -> {
                    var busy = Greenlet.spawn(() -> burnUntilTold(hub));
                    busy.join();
                    StuckReport report = reports.poll();
                    assertSame(busy.thread(), report.thread());
                    assertSame(hub.hub(), report.hub());
                    assertFalse(report.handedOver());
                    assertTrue(report.time().compareTo(LIMIT) >= 0, () -> "" + report.time());
                    assertTrue(
                            report.stack().stream()
                                    .anyMatch(frame -> frame.getMethodName().equals("burnUntil")),
                            () -> "" + report);
                    assertTrue(report.toString().contains(busy.name()), () -> "" + report);
                });
    }

    @Test
    void m01_who_computes_is_told_from_who_waits_by_the_time_on_a_processor() throws Exception {
        besideHub(
                watched(),
                hub -> {
                    hub.onLoop(() -> sleepUntilTold(hub));
                    StuckReport idle = reports.poll();
                    assertTrue(
                            idle.onProcessor().compareTo(idle.time().dividedBy(2)) < 0,
                            () -> "" + idle);
                    String told =
                            "of which it was %d ms on a processor"
                                    .formatted(idle.onProcessor().toMillis());
                    assertTrue(idle.toString().contains(told), () -> "" + idle);
                    hub.onLoop(() -> burnUntilTold(hub));
                    StuckReport busy = reports.poll();
                    assertTrue(busy.onProcessor().toNanos() > 0, () -> "" + busy);
                });
    }

    private void sleepUntilTold(HubCase hub) {
        burnUntil(
                hub,
                () -> {
                    try {
                        Thread.sleep(5);
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    return !reports.isEmpty();
                });
    }

    @Test
    void m01_it_is_reported_once_for_each_time() throws Exception {
        inHub(
                watched(),
                hub -> {
                    burnUntilTold(hub);
                    burn(LIMIT.multipliedBy(3));
                    assertEquals(1, reports.size(), () -> "" + reports);
                    Greenlet.yield();
                    burnUntil(hub, () -> reports.size() > 1);
                });
    }

    @Test
    void m01_a_callback_that_does_not_end_is_reported_too() throws Exception {
        besideHub(
                watched(),
                hub -> {
                    hub.onLoop(() -> burnUntilTold(hub));
                    StuckReport report = reports.poll();
                    assertFalse(report.thread().isVirtual(), () -> "" + report);
                    assertTrue(
                            report.stack().stream()
                                    .anyMatch(frame -> frame.getMethodName().equals("burnUntil")),
                            () -> "" + report);
                });
    }

    @Test
    void m02_a_hub_that_waits_is_not_reported() throws Exception {
        besideHub(
                watched(),
                hub -> {
                    var go = new CountDownLatch(1);
                    var waits = hub.hub().spawn(() -> go.await());
                    hub.awaitParked(1);
                    burn(LIMIT.multipliedBy(4));
                    go.countDown();
                    waits.join();
                    assertNull(reports.poll());
                });
    }

    @Test
    void m02_many_short_steps_are_not_reported() throws Exception {
        inHub(
                watched(),
                hub -> {
                    long end = System.nanoTime() + LIMIT.multipliedBy(4).toNanos();
                    while (System.nanoTime() - end < 0) {
                        Greenlet.yield();
                    }
                    assertNobodyComputed();
                });
    }

    @Test
    void x11_a_busy_worker_is_no_stuck_hub() throws Exception {
        inHub(
                watched().andThen(HubCase.OPEN_WORLD),
                hub -> {
                    Hub.offload(() -> burn(LIMIT.multipliedBy(4)));
                    assertNobodyComputed();
                });
    }

    @Test
    void m03_a_handler_that_fails_is_no_handler_the_less() throws Exception {
        StuckHandler failing =
                report -> {
                    reports.add(report);
                    throw new IllegalStateException("the handler");
                };
        inHub(
                watched().andThen(options -> options.stuckHandler(failing)),
                hub -> {
                    burnUntilTold(hub);
                    Greenlet.yield();
                    burnUntil(hub, () -> reports.size() > 1);
                });
    }

    @Test
    void m04_code_can_be_left_out() throws Exception {
        inHub(
                watched().andThen(options -> options.mayBeStuck(StuckCases::isPatient)),
                hub -> {
                    patient();
                    assertNull(reports.poll());
                    Greenlet.yield();
                    burnUntilTold(hub);
                });
    }

    private static boolean isPatient(StackTraceElement frame) {
        return frame.getMethodName().equals("patient");
    }

    private static void patient() {
        burn(LIMIT.multipliedBy(4));
    }

    @Test
    void m07_a_test_can_demand_that_greenlets_yield() throws Exception {
        inHub(
                watched().andThen(options -> options.whenStuck(WhenStuck.THROW)),
                hub -> {
                    var busy =
                            Greenlet.spawn(() -> {
                                burnUntilTold(hub);
                                Greenlet.sleep(HubCase.FAR);
                            });
                    var thrown = assertThrows(StuckException.class, busy::get);
                    assertTrue(thrown.getMessage().contains(busy.name()), thrown::getMessage);
                    assertSame(thrown, hub.takeReport());
                });
    }

    @Test
    void m01_who_holds_the_lock_is_told() throws Exception {
        besideHub(
                watched(),
                hub -> {
                    HubCase.requireAgent();
                    var monitor = new Object();
                    var held = new CountDownLatch(1);
                    Thread holder =
                            Thread.ofPlatform()
                                    .name("the holder")
                                    .daemon()
                                    .start(() -> holdUntilTold(hub, monitor, held));
                    held.await();
                    hub.onLoop(() -> enter(monitor));
                    holder.join();
                    StuckReport report = reports.poll();
                    assertTrue(report.blockedOn().contains("the holder"), report::blockedOn);
                    assertTrue(report.blockedOn().contains("holdUntilTold"), report::blockedOn);
                });
    }

    private void holdUntilTold(HubCase hub, Object monitor, CountDownLatch held) {
        synchronized (monitor) {
            held.countDown();
            burnUntilTold(hub);
        }
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }

    @Test
    void y08_a_limit_of_nothing_is_refused() {
        assertThrows(IllegalArgumentException.class, () -> Hub.builder().stuckLimit(Duration.ZERO));
        assertThrows(NullPointerException.class, () -> Hub.builder().whenStuck(null));
        assertThrows(NullPointerException.class, () -> Hub.builder().stuckHandler(null));
    }
}
