package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.jdk.ThreadStarts;
import io.anyloop.loop.netty.FewDescriptors;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.lang.reflect.Field;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Has the n-th thread, descriptor or call of the loop fail, for every n that a scenario reaches. Whatever becomes of the scenario
/// then, it says what was missing, leaves nothing behind, its hub goes on, and afterwards all is well.
@Timeout(300)
class FailingHalfwayTest {
    /// So many fail one after another.
    private static final List<Integer> COUNTS = List.of(1, 4, Shortage.FOR_GOOD);

    private static final int MORE_THAN_ANY_NEEDS = 60;

    static Stream<Arguments> scenes() {
        return Loops.all().stream()
                .filter(loop -> loop.availability().isYes())
                .filter(loop -> loop.kind() == LoopProvider.Kind.DRIVEN)
                .flatMap(loop ->
                        Stream.of(Scenario.values())
                                .map(scenario -> Arguments.of(loop.name(), scenario)));
    }

    @AfterEach
    void there_is_room_again() {
        startThreadsAfter(() -> {});
    }

    // ---------------------------------------------------------------- threads

    @ParameterizedTest
    @MethodSource("scenes")
    void without_threads(String loop, Scenario scenario) throws Exception {
        var provider = Loops.named(loop);
        scenario.play(new Stage(provider));
        for (int count : counts(scenario)) {
            boolean isReached = true;
            for (int first = 1; isReached; first++) {
                assertTrue(first < MORE_THAN_ANY_NEEDS, "this does not end");
                var shortage = new Shortage(first, count);
                play(provider, scenario, shortage);
                isReached = shortage.wasReached();
            }
        }
    }

    private static List<Integer> counts(Scenario scenario) {
        return scenario.endures() ? COUNTS : COUNTS.subList(0, 2);
    }

    private static void play(LoopProvider provider, Scenario scenario, Shortage shortage)
            throws Exception {
        String what = scenario + " on " + provider.name() + " without threads, " + shortage;
        var before = new Traces();
        ThreadStarts.forgetVirtualThreads();
        startThreadsAfter(shortage::beforeThread);
        try {
            play(scenario, new Stage(provider), "unable to create native thread", what);
        } finally {
            shortage.end();
            startThreadsAfter(() -> {});
        }
        assertAllIsWell(provider, scenario, before, what);
    }

    private static void startThreadsAfter(Runnable before) {
        ThreadStarts.before(before);
        try {
            Field ofLoop =
                    Class.forName("io.anyloop.loop.select.SelectorThread")
                            .getDeclaredField("beforeStart");
            ofLoop.setAccessible(true);
            ofLoop.set(null, before);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    // ---------------------------------------------------------------- descriptors

    @ParameterizedTest
    @MethodSource("scenes")
    void without_descriptors(String loop, Scenario scenario) throws Exception {
        assumeTrue(FewDescriptors.isPossible(), "there is no limit that could be set");
        assumeTrue(scenario.endures(), "it would wait until there are some");
        var provider = Loops.named(loop);
        LoadedClasses.load();
        scenario.play(new Stage(provider));
        boolean isDone = false;
        for (int free = 0; !isDone; free++) {
            assertTrue(free < MORE_THAN_ANY_NEEDS, "it is never enough");
            String what = "%s on %s with %d descriptors free".formatted(scenario, loop, free);
            var before = new Traces();
            try (var _ = new FewDescriptors(free)) {
                isDone = play(scenario, new Stage(provider), "Too many open files", what);
            }
            assertAllIsWell(provider, scenario, before, what);
        }
    }

    // ---------------------------------------------------------------- the loop

    static Stream<Arguments> calls() {
        return scenes().flatMap(scene ->
                EnumSet.allOf(LoopWithFaults.Call.class).stream()
                        .map(call -> {
                            var all = new ArrayList<>(List.of(scene.get()));
                            all.add(call);
                            return Arguments.of(all.toArray());
                        }));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void with_a_loop_that_fails(String loop, Scenario scenario, LoopWithFaults.Call call)
            throws Exception {
        assumeTrue(scenario.isOnDriven(), "this one is on another loop");
        assumeTrue(
                scenario != Scenario.HAND_OVER || call != LoopWithFaults.Call.POLL,
                "who would let the other go there ends with the hub");
        var provider = Loops.named(loop);
        scenario.play(new Stage(provider));
        boolean isReached = true;
        for (int first = 1; isReached && first < MORE_THAN_ANY_NEEDS; first++) {
            var shortage = new Shortage(first, 1);
            String what = "%s on %s, %s: %s".formatted(scenario, loop, call, shortage);
            UnaryOperator<DrivenLoop> wrapper = real -> new LoopWithFaults(real, call, shortage);
            var before = new Traces();
            play(scenario, new Stage(provider, wrapper, true), LoopWithFaults.MESSAGE, what);
            assertAllIsWell(provider, scenario, before, what);
            isReached = shortage.wasReached();
        }
    }

    // ---------------------------------------------------------------- what must hold

    private static void assertAllIsWell(
            LoopProvider provider, Scenario scenario, Traces before, String what) throws Exception {
        before.assertNothingMore(what);
        scenario.play(new Stage(provider));
        before.assertNothingMore("what came after " + what);
    }

    /// @return whether it was played to its end
    private static boolean play(Scenario scenario, Stage stage, String lack, String what) {
        return assertTimeoutPreemptively(
                Stage.LONG.multipliedBy(2),
                () -> {
                    try {
                        scenario.play(stage);
                        return true;
                    } catch (IOException | RuntimeException e) {
                        assertTells(e, lack, what);
                        return false;
                    }
                },
                what);
    }

    /// What was missing is said by the exception itself, and so is what to do where it is this library's.
    private static void assertTells(Exception thrown, String lack, String what) {
        if (thrown instanceof org.opentest4j.TestAbortedException) {
            throw (RuntimeException) thrown;
        }
        if (thrown instanceof SocketException && lack.equals(LoopWithFaults.MESSAGE)) {
            return; // Without the agent a kill reaches a read of the JDK's as an interrupt, which
            // is all it tells.
        }
        String message = thrown.getMessage();
        if (message == null || !message.contains(lack)) {
            throw new AssertionError(what + ": this does not tell what was missing", thrown);
        }
        if (thrown instanceof IllegalStateException && !lack.equals(LoopWithFaults.MESSAGE)) {
            assertTrue(message.contains("try again"), () -> what + ": no remedy in " + thrown);
        }
    }
}
