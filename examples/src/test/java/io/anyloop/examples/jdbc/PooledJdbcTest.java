package io.anyloop.examples.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-javaagent:" + System.getProperty("anyloop.agent.jar"));
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-Djdk.trackAllThreads=false"));
        if (how.equals("abandoning")) {
            command.add(LOOKING);
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(
                List.of(NonceRun.class.getName(), url, PostgresServer.USER, "" + ROUNDS, how));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        Map<String, Integer> counts = new TreeMap<>();
        said.lines()
                .map(line -> line.split("=", 2))
                .filter(pair -> pair.length == 2 && pair[1].matches("\\d+"))
                .forEach(pair -> counts.put(pair[0], Integer.parseInt(pair[1])));
        return counts;
    }
}
