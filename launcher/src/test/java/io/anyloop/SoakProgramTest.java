package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.jdk.ThreadStarts;
import io.anyloop.launcher.soak.Parts;
import io.anyloop.launcher.soak.Soak;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The soak program: that hubs stand it for a while, and that it finds what is planted.
class SoakProgramTest {
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration BOUND = Duration.ofSeconds(2);

    /// By then each fault has been found many times.
    private static final Duration LONG = Duration.ofSeconds(40);

    private final StringWriter said = new StringWriter();

    private List<String> soak(Parts parts, Duration length, Duration bound, long seed)
            throws Exception {
        return new Soak(parts, length, ROUND, bound, seed, new PrintWriter(said, true)).run();
    }

    @AfterEach
    void clear() throws Exception {
        ThreadStarts.before(() -> {});
        Plant.clear();
        VertxPlant.clear();
    }

    @ParameterizedTest
    @ValueSource(strings = {"select", "executor", "vertx", ""})
    void hubs_keep_their_promises_under_everything_at_once(String loop) throws Exception {
        String name = loop.isEmpty() ? Loops.choose().provider().name() : loop;
        var broken = soak(Parts.on(name), Duration.ofSeconds(8), BOUND.multipliedBy(3), 1);
        assertEquals(List.of(), broken, said::toString);
    }

    /// What is begun on this very thread belongs to the program and not to what it tries.
    @Test
    void hubs_keep_their_promises_while_threads_run_out() throws Exception {
        var test = Thread.currentThread();
        var starts = new AtomicInteger();
        ThreadStarts.before(() -> {
            if (Thread.currentThread() != test && starts.incrementAndGet() % 20 == 0) {
                throw new OutOfMemoryError("unable to create native thread: injected");
            }
        });
        var broken = soak(Parts.on("select"), Duration.ofSeconds(4), BOUND.multipliedBy(3), 2);
        assertEquals(List.of(), broken, said::toString);
    }

    @ParameterizedTest
    @EnumSource(Plant.class)
    void a_planted_fault_is_found(Plant plant) throws Exception {
        boolean hasAgent = System.getProperty("io.anyloop.agent") != null;
        // Without the agent no socket waits on the loop; else it makes no difference.
        assumeTrue(hasAgent == (plant == Plant.LOST_REPORT), "tried in the other run");
        assertFound(plant, plant.found);
    }

    @ParameterizedTest
    @EnumSource(VertxPlant.class)
    void a_fault_planted_on_vertx_is_found(VertxPlant plant) throws Exception {
        assumeTrue(System.getProperty("io.anyloop.agent") == null, "tried in the other run");
        assertFound(plant.parts(), plant.found);
    }

    private void assertFound(Parts planted, String found) throws Exception {
        var broken = soak(planted, LONG, BOUND, 3);
        var words = Pattern.compile(found, Pattern.DOTALL);
        assertTrue(
                broken.stream().anyMatch(promise -> words.matcher(promise).matches()),
                () -> "%s is not among %s%n%s".formatted(found, broken, said));
    }
}
