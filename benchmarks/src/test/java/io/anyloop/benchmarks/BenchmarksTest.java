package io.anyloop.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Benchmark;

/// Runs each benchmark once, tiny, so that none can rot.
class BenchmarksTest {
    private static final List<Comparison> COMPARISONS =
            Stream.of(Comparison.ALL, Comparison.BYTE_BUF).flatMap(List::stream).toList();

    @ParameterizedTest
    @ValueSource(strings = {"greenlets", "stock"})
    void bodiesRunOnBothSides(String name) {
        try (Side<?> side = Side.named(name)) {
            runAll(side);
        }
    }

    private static <T> void runAll(Side<T> side) {
        side.run(() -> Bodies.yieldThread(3));
        side.run(() -> Bodies.yieldGreenlet(3));
        side.run(() -> Bodies.two(side, () -> Bodies.yieldThread(3)));
        side.run(() -> Bodies.handOff(side, 10));
        side.run(() -> Bodies.spawn(side, 2, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"greenlets", "stock"})
    void aFailureComesOut(String name) {
        try (Side<?> side = Side.named(name)) {
            assertThrows(
                    IllegalStateException.class,
                    () ->
                            side.run(() -> {
                                throw new IllegalStateException("seen");
                            }));
        }
    }

    @Test
    void greenletTimeouts() {
        GreenletTimeouts timeouts = new GreenletTimeouts();
        timeouts.pending = 3;
        timeouts.open();
        try (Side.Greenlets side = new Side.Greenlets()) {
            side.run(() -> GreenletTimeouts.startAndCancel(10));
        } finally {
            timeouts.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stockTimeouts(boolean remove) {
        StockTimeouts timeouts = new StockTimeouts();
        timeouts.pending = 3;
        timeouts.remove = remove;
        timeouts.open();
        try {
            timeouts.scheduleAndCancel(10);
            timeouts.purge();
        } finally {
            timeouts.close();
        }
    }

    @Test
    void everyParkedGreenletIsResumedOnce() {
        try (Side<?> side = Side.named("greenlets")) {
            assertEquals(50, ParkedThreads.measure(side, 50).resumedOnce());
        }
    }

    @Test
    void anIdleHubIsMeasured() throws InterruptedException {
        IdleHub.Found found = IdleHub.measure(10, Duration.ZERO, Duration.ofMillis(5));
        assertTrue(found.process().compareTo(found.hub()) >= 0, found::toString);
    }

    @ParameterizedTest
    @FieldSource("COMPARISONS")
    void whatIsComparedExists(Comparison comparison) throws ReflectiveOperationException {
        for (Measured measured : Stream.of(comparison.ours(), comparison.peer()).toList()) {
            assertNotNull(
                    measured.type().getMethod(measured.method()).getAnnotation(Benchmark.class));
            for (String parameter : measured.parameters().keySet()) {
                Field field = measured.type().getField(parameter);
                assertEquals(measured.type(), field.getDeclaringClass());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FirstWait.NONE, "greenlets", "stock"})
    void aProgramThatWaitsOnceEnds(String side) {
        FirstWait.main(new String[] {side});
    }

    @Test
    void anEmptyAgentIsOne() throws Exception {
        List<String> flags = List.of("-javaagent:" + EmptyAgent.jar());
        assertEquals(Map.of(), Forked.run(flags, FirstWait.class, FirstWait.NONE));
    }

    @Test
    void medianAndSpread() {
        Samples even = new Samples(4, 1, 3, 10);
        assertEquals(3.5, even.median());
        assertEquals("4 (1-10)", even.text());
        assertEquals(2, new Samples(2, 4, 9).dividedBy(new Samples(1, 2, 9)).median());
        assertEquals(-1, new Samples(1, 9).minus(new Samples(2, 10)).median());
        assertThrows(IllegalArgumentException.class, Samples::new);
    }

    @Test
    void aTargetIsMetFromItselfOn() {
        Comparison comparison = Comparison.ALL.getFirst();
        assertEquals("met", comparison.verdict(comparison.target()));
        assertEquals("MISSED", comparison.verdict(comparison.target() - 0.01));
    }
}
