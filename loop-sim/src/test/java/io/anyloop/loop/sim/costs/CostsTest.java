package io.anyloop.loop.sim.costs;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What each one of many costs does not grow with their number, but for a logarithm. Counted are the steps that Anyloop's code
/// takes, not time.
class CostsTest {
    private static final int FEW = 1_000;
    private static final int MANY = 8_000;

    /// The logarithms of the two numbers are as 10 to 13; what grows with the number itself would have 8.
    private static final double MOST = 2;

    @TestFactory
    @SuppressWarnings("unchecked") // Of classes that are loaded twice only the JDK's are shared.
    Stream<DynamicTest> of_many_each_costs_as_much_as_of_few() throws Exception {
        Class<?> costs = new CountedClasses().loadClass(Costs.class.getName());
        var all = (Map<String, IntConsumer>) costs.getMethod("all").invoke(null);
        return all.entrySet().stream()
                .map(one ->
                        DynamicTest.dynamicTest(
                                one.getKey(), () -> compare(one.getKey(), one.getValue())));
    }

    private static void compare(String what, IntConsumer scenario) {
        scenario.accept(FEW); // What is done once for all is done here.
        double few = stepsOfEach(scenario, FEW);
        double many = stepsOfEach(scenario, MANY);
        assertTrue(few > 1, () -> what + ": no steps are counted");
        assertTrue(
                many <= few * MOST,
                () ->
                        "%s: each of %d takes %.1f steps, each of %d takes %.1f"
                                .formatted(what, FEW, few, MANY, many));
    }

    private static double stepsOfEach(IntConsumer scenario, int count) {
        long before = Steps.taken();
        scenario.accept(count);
        return (double) (Steps.taken() - before) / count;
    }

    @Test
    void the_count_sees_loops_and_collections_that_are_gone_through() throws Exception {
        Class<?> linear = new CountedClasses().loadClass(Linear.class.getName());
        for (String name : new String[] {"loop", "search", "copy"}) {
            var scenario = (IntConsumer) linear.getMethod(name).invoke(null);
            assertTrue(stepsOfEach(scenario, FEW) > FEW / 4.0, name);
        }
    }
}
