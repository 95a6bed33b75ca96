package io.anyloop.tck.setup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TckEnvironmentTest {

    @Test
    void without_the_variable_the_factor_is_1() {
        assertEquals(1, TckEnvironment.parse(null).factor(), "no variable");
        assertEquals(1, TckEnvironment.parse(" ").factor(), "an empty variable");
    }

    @Test
    void each_tolerance_is_multiplied_by_the_factor() {
        var slow = TckEnvironment.parse("2.5");
        assertEquals(Duration.ofMillis(2500), slow.prompt(), "prompt");
        assertEquals(Duration.ofMillis(100), slow.quiet(), "quiet");
        assertEquals(Duration.ofSeconds(25), slow.limit(), "limit");
        assertEquals(Duration.ofSeconds(10), slow.scaled(Duration.ofSeconds(4)), "4 s");
    }

    @Test
    void a_factor_that_makes_no_sense_is_refused_by_the_name_of_the_variable() {
        for (var variable : new String[] {"fast", "0", "-1", "NaN", "Infinity"}) {
            var refusal =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> TckEnvironment.parse(variable),
                            variable);
            assertTrue(
                    refusal.getMessage().contains("ANYLOOP_TCK_TIME_FACTOR"), refusal::getMessage);
            assertTrue(refusal.getMessage().contains("for example 3"), refusal::getMessage);
        }
    }
}
