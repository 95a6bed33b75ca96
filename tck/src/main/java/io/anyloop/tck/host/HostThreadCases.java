package io.anyloop.tck.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Surroundings;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.fixture.TurnProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The host's thread around greenlets: what it keeps, what it puts around them, which locks it waits for.
public abstract class HostThreadCases extends HostCases {
    /// So long that nobody looks after an idle hub any more.
    private static final Duration LONG = Duration.ofMillis(300);

    @Test
    void b16_a_turn_leaves_the_hosts_thread_as_it_was() throws Exception {
        HubCase.requireHosted(loops);
        var turns = new TurnProbe();
        besideHub(
                options -> {},
                loop -> turns.watch((HostedLoop) loop),
                hub -> {
                    hub.hub()
                            .call(() -> {
                                Greenlet.yield();
                                Thread.currentThread().setContextClassLoader(null);
                                Greenlet.spawn(() -> Thread.sleep(hub.unit())).join();
                                Thread.currentThread().interrupt();
                                Greenlet.yield();
                                Thread.interrupted();
                            });
                    hub.onLoop(() -> Thread.currentThread().setContextClassLoader(null));
                    hub.onLoop(() -> Thread.currentThread().interrupt());
                    hub.onLoop(() -> Thread.interrupted());
                    do { // Several requests may share a turn; the flag is up in every second one.
                        hub.settle();
                    } while (turns.count() < 6);
                    assertEquals(List.of(), turns.changes());
                });
    }

    @Test
    void b16_what_the_host_puts_around_a_greenlet_is_entered_in_it_and_left_at_its_end()
            throws Exception {
        HubCase.requireHosted(loops);
        var log = Collections.synchronizedList(new ArrayList<String>());
        var turns = new TurnProbe().surround(() -> new Around(log));
        besideHub(
                options -> {},
                loop -> turns.watch((HostedLoop) loop),
                hub -> {
                    Thread.currentThread().setName("maker");
                    hub.hub()
                            .call(() -> {
                                Thread.currentThread().setName("inner");
                                log.add("body");
                                Greenlet.yield();
                            });
                    assertEquals(List.of("made by maker", "entered", "body", "left inner"), log);
                    log.clear();
                    var failure = new IllegalStateException("expected");
                    assertSame(
                            failure,
                            assertThrows(
                                    IllegalStateException.class,
                                    () -> hub.hub().call(Failing.with(failure))));
                    assertEquals("left ", log.get(2));
                });
    }

    @Test
    void b16_a_host_can_refuse_and_evict_greenlets() throws Exception {
        HubCase.requireHosted(loops);
        var around = new Around(Collections.synchronizedList(new ArrayList<>()));
        var turns = new TurnProbe().surround(() -> around);
        besideHub(
                options -> {},
                loop -> turns.watch((HostedLoop) loop),
                hub -> {
                    var parked = hub.hub().spawn(() -> Greenlet.sleep(HubCase.FAR));
                    hub.awaitParked(1);
                    around.resident.evict("the place closes");
                    parked.join();
                    Killed.assertKilled(parked);
                    assertTrue(parked.outcome().toString().contains("the place closes"));
                    around.isOpen = false;
                    var ran = new AtomicBoolean();
                    var refused = hub.hub().spawn(() -> ran.set(true));
                    refused.join();
                    Killed.assertKilled(refused);
                    assertFalse(ran.get());
                    around.isOpen = true;
                });
    }

    @Test
    void b18_the_host_goes_on_when_a_greenlet_is_in_line_for_its_lock_before_it() throws Exception {
        besideHost(hub -> {
            var lock = new ReentrantLock();
            lock.lock();
            var first = hub.hub().spawn(() -> lockAndUnlock(lock));
            hub.awaitParked(1);
            var second = new FutureTask<>(() -> lockAndUnlock(lock), null);
            hub.host().execute(second);
            hub.eventually("the host does not wait", () -> lock.getQueueLength() == 2);
            lock.unlock();
            second.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
            first.get();
        });
    }

    private static void lockAndUnlock(ReentrantLock lock) {
        lock.lock();
        lock.unlock();
    }

    @Test
    void b18_the_host_goes_on_when_a_greenlet_that_sleeps_has_its_lock() throws Exception {
        besideHost(hub -> {
            var lock = new Object();
            var has =
                    hub.hub()
                            .spawn(() -> {
                                synchronized (lock) {
                                    Greenlet.sleep(LONG);
                                }
                            });
            hub.awaitParked(1);
            onHost(
                    hub,
                    () -> {
                        synchronized (lock) {
                            return null;
                        }
                    });
            has.get();
        });
    }

    /// What notes that it was put around a greenlet.
    private static final class Around implements Surroundings {
        private final List<String> log;
        volatile Surroundings.Resident resident;
        volatile boolean isOpen = true;

        Around(List<String> log) {
            this.log = log;
            log.add("made by " + Thread.currentThread().getName());
        }

        @Override
        public boolean enter(Surroundings.Resident newcomer) {
            resident = newcomer;
            log.add("entered");
            return isOpen;
        }

        @Override
        public void leave() {
            log.add("left " + Thread.currentThread().getName());
        }
    }
}
