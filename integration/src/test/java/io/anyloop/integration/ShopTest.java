package io.anyloop.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.servers.PostgresServer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// [ShopService] against a PostgreSQL that takes 50 ms for each answer: a greenlet on the event loop waits for it, stock pgjdbc
/// and `HttpURLConnection` in it, and holds up none of the other requests.
@Tag("full")
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class ShopTest {
    /// One after the other they would take this long, and a half of it is far more than they need.
    private static final int IN_LINE_MILLIS = ShopRun.REQUESTS * 50;

    @Test
    void the_handler_that_waits_answers_as_the_callbacks_do_on_the_event_loops_thread()
            throws Exception {
        try (var server = PostgresServer.start()) {
            String url = server.url("sslmode=disable");
            Map<String, Integer> counts =
                    AgentRun.of(ShopRun.class, List.of(), url, PostgresServer.USER);
            assertEquals(ShopRun.REQUESTS, counts.get("before.right"), counts::toString);
            assertEquals(ShopRun.REQUESTS, counts.get("after.right"), counts::toString);
            assertEquals(0, counts.get("before.onLoop"), counts::toString);
            assertEquals(ShopRun.REQUESTS, counts.get("after.onLoop"), counts::toString);
            assertTrue(counts.get("after.millis") < IN_LINE_MILLIS / 2, counts::toString);
        }
    }
}
