package io.anyloop.integration.cuts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.servers.Kind;
import io.anyloop.integration.servers.Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// Real libraries, unmodified, in greenlets of which some are cut off at random moments by a `Timeout` or a kill: nobody reads
/// another's answer, no call fails that nobody cut off, each cut arrives as itself and in time, the pool is whole afterwards, and
/// nothing is left over. Each library runs on each loop in a virtual machine of its own.
///
/// | property | what |
/// |---|---|
/// | `anyloop.cuts.rounds` | rounds for each, 3000 if not said |
/// | `anyloop.cuts.seed` | for the random moments; another one each time if not said, and printed |
/// | `anyloop.cuts.loops` | `select,epoll` if not said |
/// | `anyloop.cuts.only` | only libraries in whose name this regular expression is found |
/// | `anyloop.cuts.agent` | `false`: without the agent, for comparison |
///
/// What came out is written to `target/compatibility-cuts.md`, whatever it was.
@Tag("full")
class CutMatrixTest {
    private static final int ROUNDS = Integer.getInteger("anyloop.cuts.rounds", 3_000);
    private static final int CARELESS_ROUNDS = 100;
    private static final long SEED = Long.getLong("anyloop.cuts.seed", new Random().nextInt());
    private static final String LOOPS = System.getProperty("anyloop.cuts.loops", "select,epoll");
    private static final Pattern ONLY =
            Pattern.compile(System.getProperty("anyloop.cuts.only", ""));
    private static final boolean WITH_AGENT =
            !System.getProperty("anyloop.cuts.agent", "true").equals("false");

    /// It gives up when a half of this is over, and is ended after all of it.
    private static final int SECONDS = 120 + ROUNDS / 6;

    private static final Map<Kind, Server> SERVERS = new EnumMap<>(Kind.class);
    private static final List<Row> ROWS = new ArrayList<>();

    @TestFactory
    Stream<DynamicTest> cuts_arrive_and_do_no_harm() {
        return Subject.all().stream()
                .filter(subject -> ONLY.matcher(subject.name()).find())
                .flatMap(subject ->
                        Stream.of(LOOPS.split(","))
                                .map(loop ->
                                        DynamicTest.dynamicTest(
                                                subject.name() + " on " + loop,
                                                () -> check(subject, loop))));
    }

    /// The proof that the matrix proves something.
    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void harm_is_found() throws Exception {
        Tally lends = run(Subject.named(Subject.LENDS), "epoll", CARELESS_ROUNDS);
        assertTrue(lends.get(Count.WRONG) > 0, lends::toString);
        assertTrue(lends.get(Count.LEFT) > 0, lends::toString);
        Tally loses = run(Subject.named(Subject.LOSES), "epoll", CARELESS_ROUNDS);
        assertEquals(0, loses.get(Count.WRONG), loses::toString);
        assertTrue(loses.get(Count.UNCUT_FAILED) > 0, loses::toString);
        assertTrue(loses.get(Count.MISSING) > 0, loses::toString);
    }

    private static void check(Subject subject, String loop) throws Exception {
        Row row = new Row(subject.name(), loop, ROUNDS, run(subject, loop, ROUNDS));
        ROWS.add(row);
        IO.println(row);
        assertTrue(row.isRight(), () -> row + " (seed " + SEED + ")");
    }

    private static Tally run(Subject subject, String loop, int rounds) throws Exception {
        Path result = Files.createTempFile("anyloop-cuts", ".properties");
        try {
            List<String> command = virtualMachine();
            command.addAll(subject.flags());
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(CutRun.class.getName());
            String port = "" + server(subject.server()).port();
            command.addAll(List.of(subject.name(), loop, port, "" + rounds, "" + SEED));
            command.addAll(List.of("" + SECONDS, result.toString()));
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status == CutRun.HUNG) {
                IO.println(said);
            } else {
                assertEquals(0, status, said);
            }
            assertFalse(said.contains("anyloop-agent:"), said); // it would say what it cannot do
            return Tally.read(result);
        } finally {
            Files.delete(result);
        }
    }

    private static List<String> virtualMachine() {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add(
                WITH_AGENT
                        ? "-javaagent:" + System.getProperty("anyloop.agent.jar")
                        : "--add-opens=java.base/java.lang=ALL-UNNAMED");
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djdk.trackAllThreads=false",
                        "-Xmx256m"));
        return command;
    }

    /// Each is started when it is first needed.
    private static Server server(Kind kind) throws Exception {
        Server running = SERVERS.get(kind);
        if (running == null) {
            running = kind.start();
            SERVERS.put(kind, running);
        }
        return running;
    }

    @AfterAll
    static void end() throws IOException {
        String agent = WITH_AGENT ? "with the agent" : "without the agent";
        String setting =
                "%s, %,d rounds each, seed %d, Java %s"
                        .formatted(agent, ROUNDS, SEED, System.getProperty("java.version"));
        Files.writeString(Path.of("target", "compatibility-cuts.md"), CutPage.of(ROWS, setting));
        for (Server server : SERVERS.values()) {
            server.close();
        }
        SERVERS.clear();
    }
}
