package io.anyloop.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectMethod;

import io.anyloop.Hub;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;

class OnHubTest {
    @BeforeEach
    void forget() {
        Samples.SEEN.clear();
        Samples.HUBS.clear();
    }

    private static Events run(DiscoverySelector what) {
        return EngineTestKit.engine("junit-jupiter").selectors(what).execute().testEvents();
    }

    private static TestExecutionResult resultOf(String method) {
        Events events = run(selectMethod(Samples.Failing.class, method));
        return events.finished().stream()
                .findFirst()
                .orElseThrow()
                .getRequiredPayload(TestExecutionResult.class);
    }

    @Test
    void each_kind_of_method_runs_in_a_greenlet() {
        run(selectClass(Samples.EachKind.class))
                .assertStatistics(count -> count.succeeded(6).failed(0));
        for (String what : List.of("test", "dynamic", "factory", "nested")) {
            assertEquals(1, count(what + " on sim"), what);
        }
        assertEquals(2, count("repeated on sim"));
    }

    private static long count(String what) {
        return Samples.SEEN.stream().filter(what::equals).count();
    }

    @Test
    void what_comes_before_and_after_is_on_the_same_hub_and_each_test_has_its_own() {
        run(selectMethod(Samples.EachKind.class, "one"));
        assertEquals(List.of("before on sim", "test on sim", "after on sim"), Samples.SEEN);
        assertEquals(1, Samples.HUBS.stream().distinct().count());
        run(selectMethod(Samples.EachKind.class, "one"));
        assertEquals(2, Samples.HUBS.stream().distinct().count());
        assertTrue(Samples.HUBS.stream().allMatch(Hub::isClosed));
    }

    @Test
    void a_method_may_say_otherwise() {
        run(selectClass(Samples.EachKind.Inside.class));
        assertEquals(1, count("other on select"));
        assertEquals(1, count("nested on sim"));
    }

    @Test
    void a_method_may_have_it_alone() {
        run(selectClass(Samples.OneMethod.class))
                .assertStatistics(count -> count.succeeded(2).failed(0));
        assertTrue(Samples.SEEN.contains("thread false"), Samples.SEEN::toString);
        assertEquals(1, Samples.HUBS.size());
    }

    @Test
    void what_a_test_throws_comes_as_itself() {
        assertSame(Samples.Failing.BROKEN, resultOf("broken").getThrowable().orElseThrow());
        assertEquals(
                "expected: <1> but was: <2>",
                resultOf("wrong").getThrowable().orElseThrow().getMessage());
        assertEquals(Status.ABORTED, resultOf("passed_over").getStatus());
    }

    @Test
    void one_that_is_late_fails_with_what_its_hub_is_at() {
        String late = resultOf("waits_for_ever").getThrowable().orElseThrow().getMessage();
        assertTrue(late.startsWith("The test has not ended within 1 s. Hub "), late);
        assertTrue(late.contains(": 2 greenlets"), late);
        assertTrue(late.contains("WAITING: Event"), late);
    }

    @Test
    void one_that_computes_fails_too() {
        try {
            String late = resultOf("computes_for_ever").getThrowable().orElseThrow().getMessage();
            assertTrue(late.contains("computes_for_ever"), late);
        } finally {
            Samples.Failing.isEnough = true;
        }
    }
}
