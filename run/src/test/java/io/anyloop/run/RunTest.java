package io.anyloop.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.run.Started.Ended;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A program whose `main` is a greenlet begins, ends and fails as without.
class RunTest {
    private static Ended run(String options, String... program) throws Exception {
        return Started.byJar(options, program).end();
    }

    @Test
    void main_is_a_greenlet_and_looks_as_ever() throws Exception {
        List<String> lines = run("--loop select", "where").lines();
        assertTrue(lines.getFirst().startsWith("main main hub-"), lines.toString());
        assertEquals("daemon false main", lines.get(1));
    }

    @Test
    void the_jar_says_whose_code_is_in_it() throws IOException {
        try (var jar = new JarFile(Started.JAR.toFile())) {
            assertNotNull(jar.getEntry("META-INF/LICENSE"));
            String others;
            try (var in = jar.getInputStream(jar.getEntry("META-INF/THIRD-PARTY.txt"))) {
                others = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            var folders =
                    jar.stream()
                            .map(JarEntry::getName)
                            .filter(name -> name.matches("own/[^/]+/"))
                            .map(name -> name.substring("own/".length()))
                            .filter(name -> !name.startsWith("anyloop-"))
                            .toList();
            assertFalse(folders.isEmpty());
            for (String folder : folders) {
                String artifact = folder.replaceFirst("-[0-9].*", "");
                assertTrue(others.contains(":" + artifact + ":"), folder + " is not in " + others);
            }
        }
    }

    @Test
    void without_adoption_threads_go_where_the_jdk_puts_them() throws Exception {
        List<String> lines = run("--loop select", "where").lines();
        assertEquals("virtual hub-1", lines.get(2));
        assertEquals("of platform no hub", lines.get(6));
    }

    @Test
    void arguments_properties_and_a_jar_are_as_behind_java(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("app.jar");
        var manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Unmodified.class.getName());
        try (var out = new JarOutputStream(Files.newOutputStream(jar), manifest);
                var classes = Files.list(Started.CLASSES.resolve("io/anyloop/run"))) {
            for (Path file : classes.filter(it -> it.toString().contains("Unmodified")).toList()) {
                out.putNextEntry(new JarEntry("io/anyloop/run/" + file.getFileName()));
                Files.copy(file, out);
            }
        }
        String expected = "arguments a b c thing";
        List<String> byJar =
                List.of(
                        "-jar",
                        Started.JAR.toString(),
                        "--",
                        "-Dsome=thing",
                        "-jar",
                        jar.toString(),
                        "arguments",
                        "a",
                        "b c");
        assertEquals(List.of(expected), Started.java(byJar).end().lines());
        List<String> byAgent =
                List.of(
                        "-javaagent:" + Started.JAR + "=run",
                        "-Dsome=thing",
                        "-jar",
                        jar.toString(),
                        "arguments",
                        "a",
                        "b c");
        assertEquals(expected, Started.java(byAgent).end().lines().getLast());
    }

    @Test
    void exit_in_main_ends_the_program_with_that_code() throws Exception {
        assertEquals(7, run("", "exit").code());
    }

    @Test
    void exit_beside_main_lets_hooks_run_and_does_not_cut_main_off() throws Exception {
        Ended ended = run("--adopt", "exitBeside");
        assertEquals(8, ended.code());
        assertEquals(List.of("hook"), ended.lines());
    }

    @Test
    void what_main_throws_is_told_as_by_java() throws Exception {
        Ended ended = run("", "fail");
        assertEquals(1, ended.code());
        List<String> lines = ended.lines();
        assertEquals(
                "Exception in thread \"main\" java.lang.IllegalStateException: it failed",
                lines.getFirst());
        assertTrue(lines.getLast().contains("Unmodified.main("), lines.toString());
    }

    @Test
    void a_handler_that_main_sets_hears_of_it() throws Exception {
        Ended ended = Started.byAgent("run", "failHandled").end();
        assertEquals(1, ended.code());
        assertEquals(List.of("main it failed"), ended.lines());
    }

    @Test
    void a_main_that_returns_leaves_other_threads_running() throws Exception {
        assertEquals(List.of("main ends", "the other ends"), run("", "returns").lines());
    }

    @Test
    void standard_input_is_the_programs() throws Exception {
        Started started = Started.byJar("--adopt", "stdin");
        try (var in = started.process().outputWriter()) {
            in.write("hello\n");
        }
        assertEquals(List.of("read hello"), started.end().lines());
    }

    @Test
    void a_signal_runs_the_hooks_and_ends_it_with_its_code() throws Exception {
        Started started = Started.byJar("--adopt", "serve");
        Process process = started.process();
        assumeTrue(process.supportsNormalTermination(), "there are no signals here");
        try (var said = process.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            assertEcho(port);
            long begin = System.nanoTime();
            process.toHandle().destroy(); // it leaves the streams open
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(128 + 15, process.exitValue());
            assertEquals(List.of("hook"), said.lines().toList());
            assertTrue(System.nanoTime() - begin < 20_000_000_000L);
        } finally {
            process.destroyForcibly();
        }
    }

    private static void assertEcho(int port) throws IOException {
        for (int i = 0; i < 4; i++) {
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write('a');
                assertEquals('a', client.getInputStream().read());
            }
        }
    }

    @Test
    void what_cannot_be_is_said_in_a_sentence() throws Exception {
        assertRefused(
                run("--hubs=none", "where"),
                "anyloop: The option hubs takes a number from 1 to 10000, not none.");
        assertRefused(run("--hobs=2", "where"), "anyloop: There is no option hobs. ");
        assertRefused(
                run("--stall=soon", "where"),
                "anyloop: The option stall takes a time such as 500ms");
        assertRefused(
                run("--loop nowhere", "where"), "anyloop: No event loop is named \"nowhere\"");
        assertRefused(
                Started.byAgent("adopt=none", "where").end(),
                "anyloop: The option adopt takes pools, or nothing, not none.");
        List<String> late = List.of("-jar", Started.JAR.toString(), "--", "-Xmx1g", "Some");
        assertRefused(
                Started.java(late).end(),
                "anyloop: The option -Xmx1g is one for a virtual machine");
    }

    private static void assertRefused(Ended ended, String begin) {
        assertEquals(2, ended.code(), ended.out());
        assertTrue(ended.out().startsWith(begin), ended.out());
    }

    @Test
    void an_agent_without_anyloop_says_so_and_lets_the_program_run() throws Exception {
        Path agent = Path.of("..", "agent", "target", "anyloop-agent.jar");
        List<String> lines =
                Started.java(
                                List.of(
                                        "-javaagent:" + agent + "=adopt",
                                        "-cp",
                                        Started.CLASSES.toString(),
                                        Unmodified.class.getName(),
                                        "where"))
                        .end()
                        .lines();
        assertTrue(
                lines.getFirst().contains("Use anyloop-run.jar for the agent"), lines.toString());
        assertEquals("main main no hub", lines.get(1));
    }

    /// Then its calls find the hub that it runs on, and what has registered there ends in good order after its own hooks.
    @Test
    void a_program_that_has_anyloop_runs_on_its_own() throws Exception {
        Started started = OwnCopy.start();
        Process process = started.process();
        assumeTrue(process.supportsNormalTermination(), "there are no signals here");
        try (var said = process.inputReader()) {
            assertEquals("on hub-1", said.readLine());
            process.toHandle().destroy();
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(128 + 15, process.exitValue());
            assertEquals(
                    List.of("hook", "drained", "greenlet ended"),
                    said.lines().filter(line -> !line.startsWith("WARNING: ")).toList());
        } finally {
            process.destroyForcibly();
        }
    }
}
