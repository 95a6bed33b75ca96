package io.anyloop.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is said of a Java that hubs cannot run on. How each comes about is tried in virtual machines of their own, with a loop.
class JavaRefusalTest {
    private static void assertTellsWhatWasSeen(String message) {
        for (String seen : new String[] {"java.version", "java.vendor", "java.home"}) {
            assertTrue(message.contains(System.getProperty(seen)), message);
        }
    }

    @Test
    void a_probe_that_saw_all_has_nothing_to_say() {
        assertEquals(Optional.empty(), VirtualThreads.refusal(true, true, true));
    }

    @Test
    void each_thing_that_a_probe_missed_has_its_own_sentence() {
        String elsewhere = VirtualThreads.refusal(false, true, false).orElseThrow();
        String never = VirtualThreads.refusal(false, false, false).orElseThrow();
        String halfway = VirtualThreads.refusal(true, false, true).orElseThrow();
        String carried = VirtualThreads.refusal(true, true, false).orElseThrow();
        assertTrue(elsewhere.contains("one ran elsewhere"), elsewhere);
        assertTrue(never.contains("nothing arrived within 10 s"), never);
        assertTrue(never.contains("try again"), never);
        assertEquals(never, halfway);
        assertTrue(carried.contains("on the thread that its scheduler runs it on"), carried);
        for (String message : new String[] {elsewhere, never, carried}) {
            assertTellsWhatWasSeen(message);
            assertTrue(message.contains("a newer Anyloop"), message);
        }
    }

    @Test
    void what_is_missing_is_named() {
        String message = JavaRefusal.hasNot("java.lang.A.<init>(int)");
        assertTellsWhatWasSeen(message);
        assertTrue(message.contains("has no java.lang.A.<init>(int)"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"25", "25.0.1", "25.0.2+10"})
    void releases_that_lose_wake_ups_are_named_with_the_remedy(String java) {
        String fault = JavaRefusal.faultOf(Runtime.Version.parse(java)).orElseThrow();
        assertTrue(fault.contains("Java " + java), fault);
        assertTrue(fault.contains("JDK-8369227"), fault);
        assertTrue(fault.contains("25.0.3 or newer"), fault);
        assertEquals(1, fault.lines().count());
    }

    @ParameterizedTest
    @ValueSource(strings = {"25.0.3", "25.0.4+7", "25.1", "25-ea+3", "26", "27.0.1", "28-ea+18"})
    void nothing_is_said_of_others(String java) {
        assertEquals(Optional.empty(), JavaRefusal.faultOf(Runtime.Version.parse(java)));
    }
}
