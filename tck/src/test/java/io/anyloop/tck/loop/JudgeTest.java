package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class JudgeTest {
    private final Judge judge = new Judge(new TckEnvironment(0.01));

    @Test
    void a_case_that_passes_passes() {
        assertDoesNotThrow(() -> judge.judge("9.1", "nothing", () -> {}), "an empty case");
    }

    @Test
    void a_failure_begins_with_the_rule_and_ends_with_what_to_look_at() {
        assertEquals(
                "rule 9.1: too slow. Look first at the brakes.",
                messageOf(() -> fail("too slow")),
                "the message of a failure");
    }

    @Test
    void what_a_loop_throws_breaks_the_rule_too() {
        assertEquals(
                "rule 9.1: unexpected java.io.IOException: torn. Look first at the brakes.",
                messageOf(JudgeTest::tear),
                "the message of an exception");
    }

    @Test
    void a_failure_shows_the_text_of_its_rule() {
        var message =
                assertThrows(
                                AssertionError.class,
                                () -> judge.judge("2.1", "the mark", () -> fail("it slept")),
                                "case")
                        .getMessage();
        assertEquals(
                List.of(
                        "rule 2.1: it slept. Look first at the mark.",
                        "The rule: A wake-up before the poll is not lost: the poll returns at once."),
                message.lines().toList());
    }

    private static void tear() throws IOException {
        throw new IOException("torn");
    }

    @Test
    void a_case_that_hangs_is_given_up_with_all_stacks() {
        var never = new CountDownLatch(1);
        var message = messageOf(never::await);
        assertTrue(message.startsWith("rule 9.1: the case hung"), message);
        assertTrue(message.contains("The loop: none is open"), message);
        assertTrue(
                message.matches(
                        "(?s).*\nThreads of the case:\n\"case of rule 9.1\" #\\d+ WAITING on a [^\n]+\n    at .*"),
                () -> "the thread of the case comes first: " + message);
        assertTrue(message.contains("CountDownLatch.await"), message);
    }

    @Test
    void threads_that_the_case_made_come_before_others_and_those_of_java_come_last() {
        var never = new CountDownLatch(1);
        Thread.ofPlatform().daemon().name("older").start(() -> parkUntil(never));
        var message =
                messageOf(() -> {
                    Thread.ofPlatform().daemon().name("made by it").start(() -> parkUntil(never));
                    never.await();
                });
        never.countDown();
        int at = 0;
        for (var part :
                List.of(
                        "Threads of the case:\n",
                        "\"case of rule 9.1\" #",
                        "\"made by it\" #",
                        "Other threads:\n",
                        "\"main\" #",
                        "\"older\" #",
                        "Threads of Java itself:\n",
                        "\"Reference Handler\" #")) {
            assertTrue(
                    message.indexOf(part, at) >= at,
                    () -> part + " is not in its place: " + message);
            at = message.indexOf(part, at);
        }
    }

    private static void parkUntil(CountDownLatch end) {
        while (end.getCount() > 0) {
            LockSupport.parkNanos(end, 1_000_000);
        }
    }

    @Test
    void what_is_not_applicable_is_no_failure() {
        var aborted =
                assertThrows(
                        TestAbortedException.class,
                        () ->
                                judge.judge(
                                        "9.1",
                                        "nothing",
                                        () -> Assumptions.abort("not applicable: no brakes")));
        assertEquals("not applicable: no brakes", aborted.getMessage(), "the reason, unchanged");
    }

    private String messageOf(Judge.Case body) {
        return assertThrows(
                        AssertionError.class, () -> judge.judge("9.1", "the brakes", body), "case")
                .getMessage();
    }
}
