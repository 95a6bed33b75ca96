package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Failing;
import io.anyloop.tck.fixture.HubCase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// Thread factories: threads that others make and start, and that are greenlets.
public abstract class ThreadFactoryCases extends Cases {

    @Test
    void b20_a_thread_of_the_factory_is_a_greenlet_when_it_is_started() throws Exception {
        besideHub(hub -> {
            var seen = new ArrayList<Object>();
            var spawned = new ArrayList<Greenlet<?>>();
            hub.hub().addSpawnListener(spawned::add);
            var thread =
                    hub.hub()
                            .threadFactory()
                            .newThread(() -> {
                                seen.add(Greenlet.current().thread());
                                seen.add(Hub.current());
                                seen.add(hub.hub().dump().count());
                                Greenlet.sleep(hub.unit());
                                seen.add(Greenlet.current().state());
                            });
            assertTrue(thread.isVirtual());
            assertEquals(Thread.State.NEW, thread.getState());
            assertEquals(0, hub.hub().dump().count());
            thread.start();
            thread.join();
            hub.settle();
            assertEquals(List.of(thread, hub.hub(), 1, Greenlet.State.RUNNING), seen);
            assertSame(thread, spawned.getFirst().thread());
            assertEquals(0, hub.hub().dump().count());
        });
    }

    @Test
    void b20_such_a_thread_started_in_a_greenlet_takes_its_first_step_later() throws Exception {
        inHub(hub -> {
            var factory = hub.hub().threadFactory();
            var order = new ArrayList<String>();
            for (String name : List.of("first", "second")) {
                factory.newThread(() -> order.add(name)).start();
            }
            assertEquals(List.of(), order);
            Greenlet.idle();
            assertEquals(List.of("first", "second"), order);
            var greenlet = hub.hub().unstarted(Greenlet::current);
            greenlet.thread().start();
            greenlet.start();
            assertSame(greenlet, greenlet.get());
        });
    }

    @Test
    void b20_what_such_a_thread_throws_is_reported_once() throws Exception {
        inHub(hub -> {
            var failure = new IllegalStateException("expected");
            var factory = hub.hub().threadFactory();
            factory.newThread(Failing.callback(failure)).start();
            Greenlet.idle();
            assertSame(failure, hub.takeReport());
            hub.assertNoReport();
            var own = new AtomicReference<Throwable>();
            var other = factory.newThread(Failing.callback(failure));
            other.setUncaughtExceptionHandler((thread, thrown) -> own.set(thrown));
            other.start();
            other.join();
            assertSame(failure, own.get());
            hub.assertNoReport();
        });
    }

    @Test
    void b20_such_threads_end_with_the_hub() throws Exception {
        besideHub(hub -> {
            var factory = hub.hub().threadFactory();
            var cleaned = new AtomicBoolean();
            var ran = new AtomicBoolean();
            var late = factory.newThread(() -> ran.set(true));
            var waits =
                    factory.newThread(() -> {
                        try {
                            Greenlet.sleep(HubCase.ENDLESS);
                        } finally {
                            cleaned.set(true);
                        }
                    });
            waits.start();
            hub.awaitParked(1);
            hub.hub().close();
            waits.join();
            assertTrue(cleaned.get());
            late.start();
            late.join();
            assertFalse(ran.get(), "it ran though the hub was closed");
            assertThrows(HubClosedException.class, () -> factory.newThread(() -> {}));
        });
    }
}
