package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.Timeout;
import io.anyloop.WhenStuck;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.queue.Queue;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Pinned;
import io.anyloop.tck.fixture.Talk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// A greenlet that cannot leave its carrier while it waits: the hub goes on elsewhere meanwhile, and still one runs at a time.
/// With the agent, on hubs that have a thread of their own.
public abstract class PinnedCases extends Cases {

    private void onDriven(HubCase.Body body) throws Exception {
        HubCase.requireAgent();
        HubCase.requireDriven(loops);
        inHub(HubCase.OPEN_WORLD, body);
    }

    @Test
    void y01_a_pinned_sleep_holds_up_nobody() throws Exception {
        onDriven(hub -> {
            long start = hub.now();
            var slept = Greenlet.spawn(() -> Pinned.run(() -> Greenlet.sleep(hub.units(10))));
            for (int i = 0; i < 5; i++) {
                long begin = hub.now();
                Greenlet.sleep(hub.unit());
                hub.assertTook(hub.unit(), begin);
            }
            hub.assertNotBefore(hub.units(10), start, slept::hasEnded);
            slept.get();
        });
    }

    @Test
    void y01_a_pinned_wait_of_the_jdk_holds_up_nobody() throws Exception {
        onDriven(hub -> {
            var main = Thread.currentThread();
            var other =
                    Greenlet.spawn(() -> {
                        Greenlet.yield();
                        LockSupport.unpark(main);
                    });
            Pinned.run(() -> LockSupport.park());
            other.get();
        });
    }

    @Test
    void y01_what_a_pinned_greenlet_waits_for_may_come_from_its_own_hub() throws Exception {
        onDriven(hub -> {
            try (var server = new ServerSocket(0, 1, Talk.HERE)) {
                var answers =
                        Greenlet.spawn(() -> {
                            try (var socket = server.accept()) {
                                socket.getOutputStream().write(7);
                            }
                        });
                var read = new AtomicInteger();
                Pinned.run(() -> read.set(ask(server)));
                assertEquals(7, read.get());
                answers.get();
            }
        });
    }

    private static int ask(ServerSocket server) {
        try (var socket = new Socket(server.getInetAddress(), server.getLocalPort())) {
            return socket.getInputStream().read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void y02_still_one_runs_at_a_time() throws Exception {
        onDriven(hub -> {
            var shared = new int[1];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                all.add(Greenlet.spawn(() -> Pinned.run(() -> add(shared, true))));
                all.add(Greenlet.spawn(() -> add(shared, false)));
            }
            for (Greenlet<?> greenlet : all) {
                greenlet.get();
            }
            assertEquals(all.size() * ADDED, shared[0]);
        });
    }

    private static final int ADDED = 200;

    /// Adds in small steps with nothing to wait for in between, which shows when two do it at once.
    private static void add(int[] shared, boolean parks) {
        for (int i = 0; i < ADDED; i++) {
            int seen = shared[0];
            for (int k = 0; k < 200; k++) {
                Thread.onSpinWait();
            }
            shared[0] = seen + 1;
            if (parks) {
                LockSupport.parkNanos(1_000);
            } else {
                Greenlet.yield();
            }
        }
    }

    @Test
    void y01_many_are_pinned_at_once_and_nested() throws Exception {
        onDriven(hub -> {
            var go = new Event();
            var in = new Queue<Integer>();
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int number = i;
                all.add(Greenlet.spawn(() -> Pinned.run(() -> pinnedTwice(go, in, number))));
            }
            for (int i = 0; i < all.size(); i++) {
                in.get();
            }
            go.set();
            for (Greenlet<?> greenlet : all) {
                greenlet.get();
            }
        });
    }

    private static void pinnedTwice(Event go, Queue<Integer> in, int number) {
        in.put(number);
        Pinned.run(go::await);
        Greenlet.yield();
    }

    @Test
    void y03_a_pinned_greenlet_can_be_killed() throws Exception {
        onDriven(hub -> {
            var waits = Greenlet.spawn(() -> Pinned.run(() -> Greenlet.sleep(HubCase.FAR)));
            Greenlet.yield();
            waits.kill();
            assertThrows(GreenletExit.class, () -> throwKill(waits));
        });
    }

    private static void throwKill(Greenlet<?> killed) {
        if (killed.outcome() instanceof io.anyloop.function.Outcome.Killed<?>(GreenletExit exit)) {
            throw exit;
        }
    }

    @Test
    void y03_a_timeout_ends_a_pinned_wait() throws Exception {
        onDriven(hub -> {
            HubCase.requires(
                    !hub.isVirtual(), "virtual time does not wait for a thread of its own");
            long begin = hub.now();
            var timeout = Timeout.of(hub.unit());
            var thrown =
                    assertThrows(
                            Timeout.class,
                            () -> timeout.run(() -> Pinned.run(() -> Greenlet.sleep(HubCase.FAR))));
            assertSame(timeout, thrown);
            hub.assertTook(hub.unit(), begin);
        });
    }

    @Test
    void y04_a_hub_closes_though_a_greenlet_is_pinned_for_ever() throws Exception {
        HubCase.requireAgent();
        HubCase.requireDriven(loops);
        besideHub(
                options -> options.closeLimit(Duration.ofMillis(50)),
                hub -> {
                    hub.mayLeaveGreenlets();
                    var go = new AtomicBoolean();
                    var stays = hub.hub().spawn(() -> Pinned.run(() -> parkStubbornly(go)));
                    hub.awaitParked(1);
                    hub.hub().close();
                    assertThrows(HubClosedException.class, stays::get);
                    go.set(true);
                    LockSupport.unpark(stays.thread());
                });
    }

    private static void parkStubbornly(AtomicBoolean go) {
        while (!go.get()) {
            LockSupport.park();
            Thread.interrupted();
        }
    }

    // ---------------------------------------------------------------- handing over

    /// The virtual machine blocks the second one; the first one's answer comes from the same hub.
    @Test
    void y05_who_waits_for_a_pinned_greenlet_inside_the_virtual_machine_holds_up_nobody()
            throws Exception {
        initializeTwice(options -> options.stuckHandler(report -> {}));
    }

    @Test
    void y05_what_blocks_inside_the_virtual_machine_can_be_handed_over() throws Exception {
        initializeTwice(options ->
                options.stuckLimit(Duration.ofMillis(50))
                        .whenStuck(WhenStuck.HAND_OVER)
                        .stuckHandler(report -> {}));
    }

    /// No option is set, and the one who has the monitor is on the same hub.
    @Test
    void y09_a_monitor_that_is_wanted_while_pinned_holds_up_nobody_for_long() throws Exception {
        HubCase.requireDriven(loops);
        inHub(
                HubCase.OPEN_WORLD.andThen(options -> options.stuckHandler(report -> {})),
                hub -> {
                    var monitor = new Object();
                    var go = new Event();
                    var has =
                            Greenlet.spawn(() -> {
                                synchronized (monitor) {
                                    go.await();
                                }
                            });
                    Greenlet.yield();
                    var wants = Greenlet.spawn(() -> Pinned.run(() -> enter(monitor)));
                    var opens = Greenlet.spawn(() -> go.set());
                    has.get();
                    wants.get();
                    opens.get();
                    assertSame(hub.hub(), Hub.current());
                });
    }

    private static void enter(Object monitor) {
        synchronized (monitor) {
            Thread.onSpinWait();
        }
    }

    /// Who has it needs no hub, so greenlets still run one at a time.
    @Test
    void y09_a_monitor_that_somebody_else_has_is_waited_for() throws Exception {
        HubCase.requireDriven(loops);
        inHub(
                HubCase.OPEN_WORLD.andThen(
                        options -> options.stuckLimit(HubCase.FAR).stuckHandler(report -> {})),
                hub -> {
                    var monitor = new Object();
                    var held = new CountDownLatch(1);
                    Thread.ofPlatform().daemon().start(() -> hold(monitor, held));
                    held.await();
                    var steps = new AtomicInteger();
                    var stepped = new AtomicInteger();
                    var wants =
                            Greenlet.spawn(() ->
                                    Pinned.run(() -> {
                                        int before = steps.get();
                                        enter(monitor);
                                        stepped.set(steps.get() - before);
                                    }));
                    var other = Greenlet.spawn(() -> steps.incrementAndGet());
                    wants.get();
                    other.get();
                    assertEquals(0, stepped.get(), "another one ran beside it");
                });
    }

    /// In real time, and for many looks of whoever watches the hub.
    private static void hold(Object monitor, CountDownLatch held) {
        synchronized (monitor) {
            held.countDown();
            LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
        }
    }

    @Test
    void y10_a_wait_for_a_notify_while_pinned_holds_up_nobody() throws Exception {
        onDriven(hub -> {
            var monitor = new Object();
            var notified = new boolean[1];
            var waits = Greenlet.spawn(() -> Pinned.run(() -> awaitNotify(monitor, notified)));
            var notifies =
                    Greenlet.spawn(() -> {
                        synchronized (monitor) {
                            notified[0] = true;
                            monitor.notifyAll();
                        }
                    });
            waits.get();
            notifies.get();
            assertSame(hub.hub(), Hub.current());
        });
    }

    /// It waits for its hub when it has answered, which is no wait that another interrupt has to end.
    @Test
    void y10_a_kill_interrupts_such_a_wait_once() throws Exception {
        onDriven(hub -> {
            var monitor = new Object();
            var again = new AtomicBoolean();
            var waits =
                    Greenlet.spawn(() -> Pinned.run(() -> again.set(isInterruptedAgain(monitor))));
            Greenlet.yield();
            waits.kill();
            assertFalse(again.get(), "it was interrupted once more");
        });
    }

    private static boolean isInterruptedAgain(Object monitor) {
        synchronized (monitor) {
            while (true) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    return Thread.currentThread().isInterrupted();
                }
            }
        }
    }

    private static void awaitNotify(Object monitor, boolean[] notified) {
        synchronized (monitor) {
            while (!notified[0]) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private void initializeTwice(Consumer<HubBuilder> more) throws Exception {
        HubCase.requireAgent();
        HubCase.requireDriven(loops);
        inHub(
                HubCase.OPEN_WORLD.andThen(more),
                hub -> {
                    var copy = Pinned.copy();
                    var go = new Event();
                    var first = Greenlet.spawn(() -> Pinned.initialize(copy, go::await));
                    var second = Greenlet.spawn(() -> Pinned.initialize(copy, go::await));
                    var third = Greenlet.spawn(() -> go.set());
                    first.get();
                    second.get();
                    third.get();
                    assertSame(hub.hub(), Hub.current());
                    Greenlet.sleep(hub.unit());
                });
    }
}
