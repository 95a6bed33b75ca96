package io.anyloop.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.servers.PostgresServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// HikariCP and pgjdbc, unmodified, in greenlets that are cut off in the middle of queries: a connection that was cut off has a
/// rest of an answer in it, and must not be used again. In a virtual machine with the agent, against a PostgreSQL.
@Tag("full")
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PooledJdbcTest {
    private static final int ROUNDS = 10_000;

    /// A pool that looks at each connection before it lends it, HikariCP's option for that, so that nobody else suffers.
    private static final String LOOKING = "-Dcom.zaxxer.hikari.aliveBypassWindowMs=-1";

    private static PostgresServer server;

    @BeforeAll
    static void start() throws IOException {
        server = PostgresServer.start();
    }

    @AfterAll
    static void end() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    @Test
    void nobody_reads_the_answer_to_anothers_question() throws Exception {
        assertNobodyErred(ask(server.url("sslmode=disable"), "abandoning"));
    }

    @Test
    void nobody_reads_the_answer_to_anothers_question_over_tls() throws Exception {
        assertNobodyErred(ask(server.url("sslmode=require"), "abandoning"));
    }

    /// The proof that the two others prove something: what was cut off is used on. The pool does not look, since what it asks
    /// a connection would swallow the rest of the answer.
    @Test
    void without_abandoning_somebody_does() throws Exception {
        Map<String, Integer> counts = ask(server.url("sslmode=disable"), "keeping");
        assertTrue(counts.get("wrong") > 0, counts::toString);
    }

    private static void assertNobodyErred(Map<String, Integer> counts) {
        assertEquals(0, counts.get("wrong"), counts::toString);
        assertEquals(0, counts.get("failed"), counts::toString);
        assertTrue(counts.get("cut") > ROUNDS / 10, counts::toString);
        assertTrue(counts.get("answered") > ROUNDS / 10, counts::toString);
        assertEquals(NonceRun.AFTERWARDS, counts.get("recovered"), counts::toString);
    }

    private static Map<String, Integer> ask(String url, String how)
            throws IOException, InterruptedException {
        List<String> flags = how.equals("abandoning") ? List.of(LOOKING) : List.of();
        return AgentRun.of(NonceRun.class, flags, url, PostgresServer.USER, "" + ROUNDS, how);
    }
}
