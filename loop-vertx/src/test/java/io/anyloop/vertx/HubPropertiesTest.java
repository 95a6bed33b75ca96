package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.HubBuilder;
import io.anyloop.StuckReport;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Options of hubs from outside of the program.
class HubPropertiesTest {
    private static final String PREFIX = "anyloop.vertx.";

    @AfterEach
    void clear() {
        for (String option : new String[] {"grace", "stopLimit", "endLimit", "stuckLimit"}) {
            System.clearProperty(PREFIX + option);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "5s, PT5S",
        "2m, PT2M",
        "1h, PT1H",
        "PT1.5S, PT1.5S",
        "pt3s, PT3S",
        "0s, PT0S"
    })
    void durations_are_read_as_people_write_them(String value, Duration meant) {
        System.setProperty(PREFIX + "grace", value);
        assertEquals(Optional.of(meant), HubProperties.duration("grace"));
        assertEquals(meant, new VertxHubOptions().grace);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "-5s", "PT-5S", "five seconds", "99999999999s"})
    void what_is_no_duration_is_refused_with_the_name_of_the_property(String value) {
        System.setProperty(PREFIX + "endLimit", value);
        var refused = assertThrows(IllegalArgumentException.class, VertxHubOptions::new);
        assertEquals(
                "The system property anyloop.vertx.endLimit is '"
                        + value
                        + "', which is no duration of zero or more. Write it as 500ms, 5s, 2m, 1h or PT1.5S.",
                refused.getMessage());
    }

    @Test
    void the_program_has_the_last_word() {
        System.setProperty(PREFIX + "grace", "1s");
        System.setProperty(PREFIX + "stopLimit", "2s");
        System.setProperty(PREFIX + "endLimit", "3s");
        var options = new VertxHubOptions().stopLimit(Duration.ofSeconds(9)).copy();
        assertEquals(Duration.ofSeconds(1), options.grace);
        assertEquals(Duration.ofSeconds(9), options.stopLimit);
        assertEquals(Duration.ofSeconds(3), options.endLimit);
    }

    @Test
    void a_stuck_limit_reaches_the_hubs_of_a_vertx() throws Exception {
        System.setProperty(PREFIX + "stuckLimit", "20ms");
        var vertx = Vertx.vertx();
        try {
            var reported = new CountDownLatch(1);
            var seen = new AtomicReference<StuckReport>();
            VertxHub.options(
                    vertx,
                    new VertxHubOptions()
                            .hub((HubBuilder hub) ->
                                    hub.stuckHandler(report -> {
                                        seen.set(report);
                                        reported.countDown();
                                    })));
            VertxHub.of(vertx)
                    .call(() -> {
                        while (!reported.await(0, TimeUnit.SECONDS)) {
                            Thread.onSpinWait(); // until it is told, and nothing else runs
                        }
                    });
            assertTrue(seen.get().time().compareTo(Duration.ofMillis(20)) >= 0);
        } finally {
            vertx.close().await();
        }
    }
}
