package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.kernel.ParkingLoop;
import io.anyloop.spi.DrivenLoop;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// When a hub that has to do looks at its loop. Its time is moved by those who run.
@Timeout(30)
class LooksTest {
    private static final int GREENLETS = 200;
    private static final int CLOCK_EVERY = 8;
    private static final Duration BUDGET = Duration.ofMillis(1);
    private static final Duration CAP = BUDGET.multipliedBy(20);

    private long now;
    private int looks;

    @Test
    void who_could_run_at_a_look_runs_before_the_next() {
        Duration each = CAP.dividedBy(2 * GREENLETS);
        List<Integer> seen = looksSeenBy(each);
        // The first run in the turn that made them, the others in many turns after one look.
        assertEquals(2, seen.stream().distinct().count(), seen::toString);
    }

    @Test
    void no_more_than_twenty_budgets_pass_without_a_look() {
        Duration each = Duration.ofMillis(1);
        List<Integer> seen = looksSeenBy(each);
        long most = CAP.dividedBy(each) + CLOCK_EVERY;
        for (int look : seen) {
            long runs = seen.stream().filter(other -> other == look).count();
            assertTrue(runs <= most, seen::toString);
        }
        long all = seen.stream().distinct().count();
        assertTrue(all <= GREENLETS / (CAP.dividedBy(each) - CLOCK_EVERY), seen::toString);
    }

    @Test
    void who_spins_does_not_keep_the_hub_from_looking() {
        Duration spins = Duration.ofMillis(100);
        int during =
                onHub(() -> {
                    int before = looks;
                    for (long end = now + spins.toNanos(); now < end; now += 10_000) {
                        Greenlet.yield();
                    }
                    return looks - before;
                });
        assertTrue(during > spins.dividedBy(BUDGET) / 2, "looks: " + during);
    }

    /// @param each how long one greenlet runs
    /// @return how often the hub had looked when each ran
    private List<Integer> looksSeenBy(Duration each) {
        return onHub(() -> {
            var seen = new ArrayList<Integer>();
            List<Greenlet<Integer>> all =
                    IntStream.range(0, GREENLETS)
                            .mapToObj(_ ->
                                    Greenlet.spawn(() -> {
                                        now += each.toNanos();
                                        return looks;
                                    }))
                            .toList();
            for (var greenlet : all) {
                seen.add(greenlet.get());
            }
            return seen;
        });
    }

    private <T> T onHub(Supplier<T> body) {
        try (Hub hub = Hub.builder().loop(countingLoop()).turnBudget(BUDGET).open()) {
            return hub.call(body::get);
        }
    }

    private DrivenLoop countingLoop() {
        DrivenLoop parking = new ParkingLoop();
        return (DrivenLoop)
                Proxy.newProxyInstance(
                        DrivenLoop.class.getClassLoader(),
                        new Class<?>[] {DrivenLoop.class},
                        (_, method, args) -> {
                            switch (method.getName()) {
                                case "nanoTime" -> {
                                    return now;
                                }
                                case "poll" -> looks++;
                                default -> {}
                            }
                            try {
                                return method.invoke(parking, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }
}
