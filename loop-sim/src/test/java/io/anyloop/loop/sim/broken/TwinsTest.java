package io.anyloop.loop.sim.broken;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The contract rejects each broken loop by the name of its rule, and no healthy one.
class TwinsTest {

    /// Most of a trial is waiting.
    private static final int AT_ONCE = 4;

    private static final Duration LONGEST = Duration.ofSeconds(10);

    private static Stream<Twin> twins() {
        return Stream.concat(twinsThatMindNobody(), twinsToTryAlone());
    }

    /// Descriptors, threads, memory and time of processors are counted for the whole program.
    private static Stream<Twin> twinsToTryAlone() {
        return Stream.concat(LeakTwins.all(), SpinTwins.all());
    }

    private static Stream<Twin> twinsThatMindNobody() {
        return Stream.of(
                        ProviderTwins.all(),
                        WaitingTwins.all(),
                        DescriptorTwins.all(),
                        HostedTwins.all(),
                        LifeTwins.all(),
                        LongRunTwins.all(),
                        RealTwins.all(),
                        AsleepTwins.all(),
                        HostTwins.all())
                .flatMap(twins -> twins);
    }

    @TestFactory
    Stream<DynamicTest> the_contract_accepts() {
        return Stream.of(
                dynamicTest(
                        "a healthy driven loop", () -> accepted(new BentSubject(BentLoop::new))),
                dynamicTest("a healthy loop that keeps", () -> accepted(KeepLoop.healthy())),
                dynamicTest(
                        "a healthy loop in real time",
                        () -> accepted(new RealSubject(RealLoop::new))),
                dynamicTest(
                        "a healthy hosted loop with descriptors",
                        () -> accepted(new HostedSubject(0))),
                dynamicTest(
                        "a healthy hosted loop", () -> accepted(new PoolSubject(PoolLoop::new))));
    }

    private static void accepted(Subject healthy) {
        assertEquals(Map.of(), Trial.brokenRules(healthy), "a healthy loop was rejected");
    }

    @TestFactory
    Stream<DynamicTest> the_contract_rejects() {
        var pool = Executors.newFixedThreadPool(AT_ONCE);
        var tests =
                twinsThatMindNobody()
                        .map(twin -> test(twin, pool.submit(() -> rejected(twin))))
                        .toList();
        pool.shutdown();
        return tests.stream();
    }

    private static DynamicTest test(Twin twin, Future<?> trial) {
        return dynamicTest(
                name(twin),
                () -> {
                    try {
                        trial.get();
                    } catch (ExecutionException e) {
                        throw e.getCause();
                    }
                });
    }

    @TestFactory
    Stream<DynamicTest> the_contract_rejects_what_is_left_behind_or_spins() {
        return twinsToTryAlone()
                .map(twin ->
                        dynamicTest(
                                name(twin),
                                () -> {
                                    LeakTwins.tidy();
                                    rejected(twin);
                                }));
    }

    private static String name(Twin twin) {
        return "rule %s: a loop that %s".formatted(twin.rule(), twin.flaw());
    }

    @AfterEach
    void tidy() throws Exception {
        LeakTwins.tidy();
    }

    private static Void rejected(Twin twin) {
        long begin = System.nanoTime();
        var cases = twin.isWhole() ? Rules.quickCases() : Rules.casesOf(twin.rule());
        var broken = Trial.brokenRules(twin.subject(), twin.environment(), cases);
        assertTrue(broken.containsKey(twin.rule()), () -> "not rejected by its rule: " + broken);
        broken.forEach((rule, message) ->
                assertTrue(
                        message.startsWith("rule " + rule + ": "),
                        () -> "a message that does not begin with its rule: " + message));
        var others = new TreeSet<>(broken.keySet());
        others.remove(twin.rule());
        others.removeAll(twin.alsoBreaks());
        assertEquals(new TreeSet<>(), others, () -> "rejected by other rules too: " + broken);
        var took = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(
                took.compareTo(TckEnvironment.current().scaled(LONGEST)) < 0,
                () -> "rejected after " + took);
        return null;
    }

    @Test
    void a_loop_that_hangs_is_given_up_with_the_stacks_of_all_threads() {
        var hanging = WaitingTwins.hanging();
        var message =
                Trial.brokenRules(hanging, hanging.environment(), Rules.casesOf("2.1")).get("2.1");
        assertTrue(message.contains("given up"), () -> "the message: " + message);
        assertTrue(
                message.contains("NeverWakes, polled for ")
                        && message.contains("case of rule 2.1\", since "),
                () -> "the loop: " + message);
        assertTrue(message.contains("\"case of rule 2.1\""), () -> "the stacks: " + message);
        assertTrue(message.contains("SimLoop.poll"), () -> "the stacks: " + message);
    }

    /// Rule 2.4 says what is wrong with such a loop.
    @Test
    void a_spin_is_not_put_down_to_an_interrupt() {
        var spins = new RealSubject(RealTwins::spinning);
        assertEquals(
                Map.of(),
                Trial.brokenRules(spins, spins.environment(), Rules.casesOf("2.10")),
                "a loop that spins");
    }

    @Test
    void every_rule_has_a_case() throws IOException {
        assertEquals(Rules.written(), Rules.tried(), "spi/RULES.md and the cases of LoopContract");
    }

    @Test
    void every_rule_has_a_twin() throws IOException {
        var broken = twins().map(Twin::rule).collect(Collectors.toCollection(TreeSet::new));
        assertEquals(Rules.written(), broken, "spi/RULES.md and the rules that some twin breaks");
    }
}
