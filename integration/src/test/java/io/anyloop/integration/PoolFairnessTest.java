package io.anyloop.integration;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.servers.Kind;
import io.anyloop.integration.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A hundred greenlets and ten connections: with a gate before the pool each has its turn as often as the others. What pools do
/// without one is printed.
@Tag("full")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PoolFairnessTest {
    @Test
    void behind_a_gate_everybody_has_as_many_turns() throws Exception {
        try (var database = PostgresServer.start();
                var redis = Kind.REDIS.start()) {
            String url = database.url("sslmode=disable");
            Map<String, Integer> turns =
                    AgentRun.of(PoolFairnessRun.class, List.of(), url, "" + redis.port());
            IO.println(turns);
            assertFair(turns, "hikari.fair");
            assertFair(turns, "commons.fair");
        }
    }

    private static void assertFair(Map<String, Integer> turns, String pool) {
        int least = turns.get(pool + ".least");
        int most = turns.get(pool + ".most");
        assertTrue(least > 5 && most <= 1.5 * least, pool + ": " + turns);
    }
}
