package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.ContextCarrier;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.SwitchListener;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/// What belongs to one greenlet alone, and what it takes over from its spawner.
public abstract class ContextCases extends Cases {
    private static final int COLLECTIONS = 50;

    @Test
    void b27_a_greenlet_is_found_whatever_handler_its_thread_has() throws Exception {
        inHub(hub -> {
            Greenlet<?> self = Greenlet.current();
            var handler = self.thread().getUncaughtExceptionHandler();
            assertFalse(handler.getClass().getName().startsWith("io.anyloop"), handler::toString);
            self.thread().setUncaughtExceptionHandler((thread, failure) -> {});
            assertSame(self, Greenlet.current());
            self.thread().setUncaughtExceptionHandler(null);
            assertSame(self, Greenlet.current());
            var none = new AtomicBoolean();
            Thread plain =
                    Thread.ofVirtual()
                            .start(() -> {
                                assertThrows(NoHubException.class, () -> Greenlet.current());
                                none.set(true);
                            });
            plain.join();
            assertTrue(none.get());
        });
    }

    /// Carries what is in a variable, and notes what it does.
    private static ContextCarrier carrierOf(ThreadLocal<String> context, List<String> notes) {
        return () -> {
            String taken = context.get();
            if (taken == null) {
                return null;
            }
            return () -> {
                context.set(taken);
                notes.add("restored " + taken);
                return () -> {
                    context.remove();
                    notes.add("removed " + taken);
                };
            };
        };
    }

    @Test
    void c04_a_carrier_takes_at_the_spawn_and_restores_around_the_body() throws Exception {
        var context = new ThreadLocal<String>();
        var notes = new ArrayList<String>();
        inHub(
                options -> options.carries(carrierOf(context, notes)),
                hub -> {
                    assertEquals(List.of(), notes, "there was nothing to take");
                    context.set("a");
                    var child =
                            Greenlet.spawn(() -> {
                                Greenlet.yield();
                                return context.get();
                            });
                    context.set("b"); // Too late for the child.
                    assertEquals("a", child.get());
                    assertEquals(List.of("restored a", "removed a"), notes);
                    assertEquals("b", Hub.<String, RuntimeException>offload(() -> context.get()));
                });
    }

    @Test
    void c04_it_is_removed_however_the_body_ends_and_in_the_reverse_order() throws Exception {
        var context = new ThreadLocal<String>();
        var notes = new ArrayList<String>();
        inHub(
                options ->
                        options.carries(carrierOf(context, notes))
                                .carries(() ->
                                        () -> {
                                            notes.add("inner");
                                            return () -> notes.add("inner removed");
                                        }),
                hub -> {
                    notes.clear();
                    context.set("a");
                    var child = Greenlet.spawn(() -> Greenlet.sleep(HubCase.FAR));
                    Greenlet.yield();
                    child.kill();
                    assertEquals(
                            List.of("restored a", "inner", "inner removed", "removed a"), notes);
                });
    }

    @Test
    void c05_a_listener_hears_of_each_switch_on_the_thread_that_carries() throws Exception {
        var heard = new ArrayList<String>();
        var listener =
                new SwitchListener() {
                    @Override
                    public void mounts(Greenlet<?> greenlet) {
                        note("+", greenlet);
                    }

                    @Override
                    public void unmounted(Greenlet<?> greenlet) {
                        note("-", greenlet);
                    }

                    private void note(String what, Greenlet<?> greenlet) {
                        assertFalse(Thread.currentThread().isVirtual());
                        if (greenlet.name().length() == 1) {
                            heard.add(what + greenlet.name());
                        }
                    }
                };
        inHub(
                options -> options.switchListener(listener),
                hub -> {
                    var a = Greenlet.spawn(() -> Greenlet.yield());
                    var b = Greenlet.spawn(() -> {});
                    a.name("a");
                    b.name("b");
                    a.join();
                    b.join();
                    hub.eventually("it has not heard all", () -> heard.size() == 6);
                    assertEquals(List.of("+a", "-a", "+b", "-b", "+a", "-a"), heard);
                });
    }

    @Test
    void c01_a_thread_local_is_of_one_greenlet() throws Exception {
        inHub(hub -> {
            var local = ThreadLocal.withInitial(() -> "initial");
            local.set("main");
            var all = new ArrayList<Greenlet<String>>();
            for (String name : List.of("a", "b", "c")) {
                all.add(
                        Greenlet.spawn(() -> {
                            String before = local.get();
                            local.set(name);
                            Greenlet.sleep(hub.unit());
                            return before + " " + local.get();
                        }));
            }
            assertEquals(
                    List.of("initial a", "initial b", "initial c"),
                    all.stream().map(Greenlet::get).toList());
            assertEquals("main", local.get());
            assertEquals("initial", Hub.<String, RuntimeException>offload(() -> local.get()));
        });
    }

    @Test
    void c01_callbacks_on_the_loop_see_nothing_of_a_greenlet() throws Exception {
        inHub(hub -> {
            var local = new ThreadLocal<String>();
            local.set("main");
            var seen = new AtomicReference<>("not called");
            hub.hub().post(() -> seen.set(local.get()));
            Greenlet.idle();
            assertNull(seen.get());
        });
    }

    @Test
    void c02_a_thread_local_is_collectable_once_its_greenlet_has_ended() throws Exception {
        inHub(hub -> {
            var local = new ThreadLocal<Object>();
            var greenlet =
                    Greenlet.spawn(() -> {
                        var value = new Object();
                        local.set(value);
                        Greenlet.yield();
                        assertNotNull(local.get());
                        return new WeakReference<>(value);
                    });
            assertCollected(greenlet.get());
            assertTrue(greenlet.hasEnded(), "the greenlet itself is still there");
            assertNull(local.get());
        });
    }

    @Test
    void c02_a_thread_local_of_a_killed_greenlet_is_collectable() throws Exception {
        inHub(hub -> {
            var local = new ThreadLocal<Object>();
            var value = new AtomicReference<WeakReference<Object>>();
            var greenlet =
                    Greenlet.spawn(() -> {
                        local.set(new Object());
                        value.set(new WeakReference<>(local.get()));
                        Greenlet.sleep(HubCase.ENDLESS);
                    });
            Greenlet.yield();
            greenlet.kill();
            Killed.assertKilled(greenlet);
            assertCollected(value.get());
        });
    }

    private static void assertCollected(WeakReference<?> reference) {
        for (int i = 0; i < COLLECTIONS && reference.get() != null; i++) {
            System.gc();
            Greenlet.yield();
        }
        assertNull(reference.get(), "it is still held");
    }

    /// Counts how often it is handed on.
    private static InheritableThreadLocal<String> handedOn() {
        return new InheritableThreadLocal<>() {
            @Override
            protected String childValue(String parent) {
                return parent + "'";
            }
        };
    }

    @Test
    void c03_a_greenlet_begins_with_a_copy_of_its_spawners_inheritable_locals() throws Exception {
        inHub(hub -> {
            var local = handedOn();
            local.set("main");
            var child =
                    Greenlet.spawn(() -> {
                        String own = local.get();
                        local.set("child");
                        return own + " " + Greenlet.spawn(() -> local.get()).get();
                    });
            var later = hub.hub().unstarted(() -> local.get());
            local.set("changed");
            assertEquals("main' child'", child.get());
            assertEquals("main'", later.start().get(), "it counts when it is made, not started");
            assertEquals("changed", local.get());
            var raw = new AtomicReference<String>();
            var thread = Thread.ofVirtual().start(() -> raw.set(local.get()));
            thread.join();
            assertEquals("changed'", raw.get());
        });
    }

    @Test
    void c03_from_a_plain_thread_it_inherits_as_well() throws Exception {
        besideHub(hub -> {
            var local = handedOn();
            local.set("thread");
            assertEquals("thread'", hub.hub().spawn(() -> local.get()).get());
            assertEquals("thread'", hub.hub().<String, RuntimeException>call(() -> local.get()));
        });
    }

    @Test
    void c03_tasks_of_an_executor_inherit_from_who_submits_and_threads_from_who_makes_them()
            throws Exception {
        inHub(hub -> {
            var local = handedOn();
            local.set("main");
            try (var executor = hub.hub().executor()) {
                assertEquals("main'", executor.submit(() -> local.get()).get());
            }
            var seen = new AtomicReference<String>();
            var thread = hub.hub().threadFactory().newThread(() -> seen.set(local.get()));
            local.set("changed");
            thread.start();
            thread.join();
            assertEquals("main'", seen.get());
        });
    }

    @Test
    void c03_a_pools_threads_inherit_nothing() throws Exception {
        inHub(hub -> {
            var local = handedOn();
            local.set("main");
            assertNull(Hub.<String, RuntimeException>offload(() -> local.get()));
        });
    }

    @Test
    void c03_a_greenlet_has_its_spawners_class_loader() throws Exception {
        inHub(hub -> {
            var thread = Thread.currentThread();
            var loader = new ClassLoader(thread.getContextClassLoader()) {};
            thread.setContextClassLoader(loader);
            assertEquals(
                    loader,
                    Greenlet.spawn(() -> Thread.currentThread().getContextClassLoader()).get());
        });
    }

    @Test
    void c03_a_hub_may_be_told_to_begin_each_greenlet_empty() throws Exception {
        inHub(
                options -> options.inheritThreadLocals(false),
                hub -> {
                    var local = handedOn();
                    local.set("main");
                    assertNull(Greenlet.spawn(() -> local.get()).get());
                });
    }
}
