package io.anyloop.tck.greenlet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.function.Outcome;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The JDK's own structured concurrency, with threads of a hub: what it forks are greenlets.
public abstract class StructuredCases extends Cases {
    private static final Duration SHORT = Duration.ofMillis(100);

    @BeforeEach
    void requireScopes() {
        HubCase.requires(JdkScope.isThere(), "this Java has no StructuredTaskScope of this form");
    }

    private static JdkScope open(HubCase hub) throws Exception {
        return JdkScope.open(hub.hub().threadFactory(), null);
    }

    /// Waits until it is cut off, and notes that.
    private static Object waitForEver(List<String> cutOff, String name) {
        try {
            Greenlet.sleep(HubCase.ENDLESS);
            return null;
        } finally {
            cutOff.add(name);
        }
    }

    private static Object fail(Exception failure) throws Exception {
        throw failure;
    }

    @Test
    void b21_what_a_scope_forks_are_greenlets_of_the_hub_and_take_turns() throws Exception {
        inHub(hub -> {
            var order = new ArrayList<String>();
            try (var scope = open(hub)) {
                var tasks = new ArrayList<Supplier<Greenlet<?>>>();
                for (String name : List.of("a", "b")) {
                    tasks.add(
                            scope.fork(() -> {
                                order.add(name + "1");
                                Greenlet.yield();
                                order.add(name + "2");
                                return Greenlet.current();
                            }));
                }
                assertEquals(List.of(), order);
                scope.join();
                assertEquals(List.of("a1", "b1", "a2", "b2"), order);
                assertNotSame(tasks.get(0).get(), tasks.get(1).get());
                assertSame(hub.hub(), tasks.get(0).get().hub());
            }
            assertEquals(1, hub.hub().dump().count());
        });
    }

    @Test
    void b21_a_task_that_fails_cancels_the_others_and_fails_the_join() throws Exception {
        inHub(hub -> {
            var cutOff = new ArrayList<String>();
            var failure = new IllegalStateException("expected");
            try (var scope = open(hub)) {
                scope.fork(() -> waitForEver(cutOff, "other"));
                scope.fork(() -> fail(failure));
                var thrown = assertThrows(Exception.class, scope::join);
                assertSame(failure, thrown.getCause());
                assertTrue(scope.isCancelled());
            }
            assertEquals(List.of("other"), cutOff);
            assertEquals(1, hub.hub().dump().count());
        });
    }

    @Test
    void b21_the_first_result_ends_a_race() throws Exception {
        inHub(hub -> {
            var cutOff = new ArrayList<String>();
            String joiner = JdkScope.anySuccessful();
            try (var scope = JdkScope.open(joiner, hub.hub().threadFactory(), null)) {
                scope.fork(() -> waitForEver(cutOff, "slow"));
                scope.fork(() -> {
                    Greenlet.sleep(hub.unit());
                    return "fast";
                });
                assertEquals("fast", scope.join());
            }
            assertEquals(List.of("slow"), cutOff);
        });
    }

    @Test
    void b21_scopes_nest_and_only_the_inner_one_ends() throws Exception {
        inHub(hub -> {
            var cutOff = new ArrayList<String>();
            try (var outer = open(hub)) {
                Supplier<String> task =
                        outer.fork(() -> {
                            try (var inner = open(hub)) {
                                inner.fork(() -> waitForEver(cutOff, "inner"));
                                inner.fork(() -> fail(new IllegalStateException("expected")));
                                assertThrows(Exception.class, inner::join);
                            }
                            return "went on";
                        });
                Supplier<String> other =
                        outer.fork(() -> {
                            Greenlet.sleep(hub.unit());
                            return "other";
                        });
                outer.join();
                assertEquals("went on other", task.get() + " " + other.get());
            }
            assertEquals(List.of("inner"), cutOff);
        });
    }

    @Test
    void b22_a_scopes_own_time_limit_cancels_what_it_has_forked() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    var begun = new ArrayList<String>(); // not in time, on a busy machine
                    var cutOff = new ArrayList<String>();
                    try (var scope = JdkScope.open(hub.hub().threadFactory(), SHORT)) {
                        scope.fork(() -> {
                            begun.add("task");
                            return waitForEver(cutOff, "task");
                        });
                        var thrown = assertThrows(Exception.class, scope::join);
                        assertTrue(
                                (thrown + " " + thrown.getCause()).contains("Timeout"),
                                thrown.toString());
                    }
                    assertEquals(begun, cutOff);
                });
    }

    @Test
    void b22_a_timeout_around_a_scope_ends_it_and_what_it_has_forked() throws Exception {
        inHub(hub -> {
            var cutOff = new ArrayList<String>();
            String late =
                    Timeout.callOr(
                            hub.unit(),
                            () -> {
                                try (var scope = open(hub)) {
                                    scope.fork(() -> waitForEver(cutOff, "task"));
                                    scope.join();
                                }
                                return "in time";
                            },
                            "late");
            assertEquals("late", late);
            assertEquals(List.of("task"), cutOff);
            assertEquals(1, hub.hub().dump().count());
        });
    }

    @Test
    void b22_a_timeout_within_a_task_is_that_tasks_own() throws Exception {
        inHub(hub -> {
            try (var scope = open(hub)) {
                Supplier<String> task =
                        scope.fork(() ->
                                Timeout.callOr(
                                        hub.unit(),
                                        () -> {
                                            Greenlet.sleep(HubCase.FAR);
                                            return "in time";
                                        },
                                        "late"));
                scope.join();
                assertEquals("late", task.get());
            }
        });
    }

    @Test
    void b23_killing_the_owner_ends_what_its_scope_has_forked() throws Exception {
        inHub(hub -> {
            var cutOff = new ArrayList<String>();
            var begun = new Event();
            var owner =
                    Greenlet.spawn(() -> {
                        try (var scope = open(hub)) {
                            scope.fork(() -> {
                                begun.set();
                                return waitForEver(cutOff, "task");
                            });
                            return scope.join();
                        }
                    });
            begun.await();
            owner.kill();
            assertEquals(List.of("task"), cutOff);
            assertInstanceOf(Outcome.Killed.class, owner.outcome());
            assertEquals(1, hub.hub().dump().count());
        });
    }

    @Test
    void b24_scoped_values_reach_what_is_forked() throws Exception {
        inHub(hub -> {
            Object user = JdkScope.newScopedValue();
            String seen =
                    JdkScope.where(
                            user,
                            "anna",
                            () -> {
                                try (var scope = open(hub)) {
                                    Supplier<Object> task =
                                            scope.fork(() -> {
                                                Greenlet.yield();
                                                return JdkScope.scopedValue(user);
                                            });
                                    scope.join();
                                    return task.get() + " on " + Hub.current().name();
                                }
                            });
            assertEquals("anna on " + hub.hub().name(), seen);
        });
    }
}
