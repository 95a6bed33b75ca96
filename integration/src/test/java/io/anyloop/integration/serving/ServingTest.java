package io.anyloop.integration.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.AgentRun;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Servers that nobody here wrote, serving on a hub: their handlers run on it and wait on it, others run meanwhile, and handlers that
/// are cut off by limits and kills harm nobody but whoever asked. Each runs on each loop in a virtual machine of its own.
///
/// `anyloop.serving.rounds` and `anyloop.serving.seed` choose how much, and what is cut off when.
@Tag("full")
class ServingTest {
    private static final int ROUNDS = Integer.getInteger("anyloop.serving.rounds", 600);
    private static final long SEED = Long.getLong("anyloop.serving.seed", new Random().nextInt());

    @TestFactory
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> handlers_wait_on_the_hub_and_cuts_do_no_harm() {
        return Arrays.stream(Framework.values())
                .flatMap(framework ->
                        Stream.of("select", "epoll")
                                .map(loop ->
                                        DynamicTest.dynamicTest(
                                                framework + " on " + loop,
                                                () -> check(framework, loop))));
    }

    private static void check(Framework framework, String loop) throws Exception {
        String counted = CountedLoop.PREFIX + loop;
        String adopt = framework.adopted ? "=adopt,hubs=1,loop=" + counted : "";
        Map<String, Integer> counts =
                AgentRun.of(
                        adopt,
                        ServingRun.class,
                        List.of(),
                        framework.name(),
                        counted,
                        "" + ROUNDS,
                        "" + SEED);
        String all = framework + " on " + loop + " (seed " + SEED + "): " + counts;
        IO.println(all);
        assertEquals(0, counts.get("elsewhere"), all);
        assertEquals(2, counts.get("probe.waited"), all);
        assertEquals(1, counts.get("probe.carriers"), all);
        assertEquals(1, counts.get("probe.right"), all);
        assertEquals(framework.readsSocket, counts.get("probe.reports") > 0, all);
        for (String bad :
                List.of(
                        "wrong",
                        "failed",
                        "silent",
                        "stuck",
                        "left.sockets",
                        "left.threads",
                        "left.greenlets")) {
            assertEquals(0, counts.get(bad), bad + " in " + all);
        }
        assertTrue(counts.get("cut") > ROUNDS / 20, all);
        assertTrue(counts.get("right") > ROUNDS / 3, all);
        assertEquals(ServingRun.AFTERWARDS, counts.get("warm"), all);
        assertEquals(ServingRun.AFTERWARDS, counts.get("sound"), all);
    }

    @TestFactory
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> a_hand_written_selector_loop_is_a_greenlet() {
        return Stream.of("select", "epoll")
                .map(loop -> DynamicTest.dynamicTest("on " + loop, () -> checkSelector(loop)));
    }

    private static void checkSelector(String loop) throws Exception {
        Map<String, Integer> counts =
                AgentRun.of("", SelectorRun.class, List.of(), CountedLoop.PREFIX + loop);
        String all = "a selector on " + loop + ": " + counts;
        IO.println(all);
        int asked = SelectorRun.GUESTS * SelectorRun.LINES + 2; // and the last one, and its end
        assertEquals(SelectorRun.LIVES * asked, counts.get("right"), all);
        assertTrue(counts.get("reports") > SelectorRun.GUESTS, all);
        assertTrue(counts.get("ticks") > SelectorRun.LINES, all);
        for (String bad : List.of("wrong", "left.sockets", "left.greenlets")) {
            assertEquals(0, counts.get(bad), bad + " in " + all);
        }
    }

    @TestFactory
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    Stream<DynamicTest> grpc_serves_and_asks_on_one_hub() {
        return Stream.of("select", "epoll")
                .map(loop -> DynamicTest.dynamicTest("on " + loop, () -> checkGrpc(loop)));
    }

    private static void checkGrpc(String loop) throws Exception {
        Map<String, Integer> counts =
                AgentRun.of("", GrpcRun.class, List.of(), CountedLoop.PREFIX + loop, "" + SEED);
        String all = "gRPC on " + loop + " (seed " + SEED + "): " + counts;
        IO.println(all);
        int asked = GrpcRun.GREENLETS * GrpcRun.CALLS;
        assertEquals(asked, counts.get("right") + counts.get("cut"), all);
        assertTrue(counts.get("cut") > 0 && counts.get("right") > asked / 3, all);
        assertTrue(counts.get("onHub") >= counts.get("right"), all);
        assertEquals(ServingRun.AFTERWARDS, counts.get("sound"), all);
        for (String bad :
                List.of("wrong", "elsewhere", "left.sockets", "left.threads", "left.greenlets")) {
            assertEquals(0, counts.get(bad), bad + " in " + all);
        }
    }
}
