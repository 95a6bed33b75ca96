package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Loops;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AnyloopTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String propertyBefore;

    /// The build may have been told a loop by the property, so each test starts without it.
    @BeforeEach
    void forgetProperty() {
        propertyBefore = System.clearProperty(Loops.PROPERTY);
    }

    @AfterEach
    void restoreProperty() {
        if (propertyBefore == null) {
            System.clearProperty(Loops.PROPERTY);
        } else {
            System.setProperty(Loops.PROPERTY, propertyBefore);
        }
    }

    private int run(String... arguments) {
        CommandLine command = Anyloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private void assertRefused(int code, String message) {
        assertEquals(2, code);
        assertEquals("", out.toString());
        assertTrue(err.toString().contains(message), err.toString());
        assertEquals(1, err.toString().lines().count(), err.toString());
    }

    private String line(String loop) {
        return out.toString()
                .lines()
                .filter(line -> line.startsWith(loop))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void loops_shows_the_loops_of_the_project() {
        assertEquals(0, run("loops", "-Danyloop.loop=select"));
        assertTrue(line("select").contains("yes"), out.toString());
        assertTrue(line("sim").contains("yes"), out.toString());
        assertTrue(line("executor").contains("hosted"), out.toString());
        assertTrue(line("iocp").contains("no:"), out.toString());
        assertEquals("", err.toString());
    }

    @Test
    void the_property_names_the_loop() {
        System.setProperty(Loops.PROPERTY, "sim");
        assertEquals(0, run("loops"));
        assertTrue(line("sim").contains("chosen: named by"), out.toString());
    }

    @Test
    void an_option_sets_the_property_before_and_after_the_command() {
        assertEquals(0, run("-Danyloop.loop=sim", "loops"));
        assertTrue(line("sim").contains("chosen"), out.toString());
        out.getBuffer().setLength(0);
        assertEquals(0, run("loops", "-Danyloop.loop=executor,select"));
        assertTrue(line("select").contains("chosen"), out.toString());
    }

    @Test
    void an_unknown_name_is_refused() {
        assertRefused(
                run("loops", "-Danyloop.loop=slect"),
                "No event loop is named \"slect\" (system property anyloop.loop). Found: ");
    }

    @Test
    void a_choice_of_none_that_is_usable_is_refused() {
        assertRefused(
                run("loops", "-Danyloop.loop=executor"),
                "None of the event loops named by system property anyloop.loop (executor) is usable.");
    }

    @Test
    void two_loops_of_one_name_are_refused(@TempDir Path folder) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(LoopProvider.class.getName()),
                SecondSelectProvider.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var twice = new URLClassLoader(new URL[] {folder.toUri().toURL()}, before)) {
            thread.setContextClassLoader(twice);
            assertRefused(run("loops"), "Two event loops are named \"select\": ");
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void the_variable_names_the_loop() throws Exception {
        assertEquals(0, runJava("sim"));
        assertTrue(line("sim").contains("chosen: named by"), out.toString());
        assertTrue(out.toString().contains("ANYLOOP_LOOP"), out.toString());
    }

    @Test
    void an_unknown_name_in_the_variable_is_refused() throws Exception {
        assertEquals(2, runJava("slect"));
        assertEquals(1, out.toString().lines().count(), out.toString());
        assertTrue(out.toString().contains("(variable ANYLOOP_LOOP)"), out.toString());
    }

    /// A variable can be set for another Java only.
    private int runJava(String loop) throws Exception {
        ProcessBuilder java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Anyloop.class.getName(),
                        "loops");
        java.environment().put(Loops.VARIABLE, loop);
        Process process = java.redirectErrorStream(true).start();
        try (var reader = process.inputReader()) {
            reader.transferTo(out);
        }
        return process.waitFor();
    }

    @Test
    void the_version_tells_what_a_report_needs() {
        assertEquals(0, run("--version"));
        assertTrue(out.toString().startsWith("Anyloop "), out.toString());
        assertTrue(out.toString().contains("Java " + Runtime.version()), out.toString());
    }

    @Test
    void without_a_command_there_is_help() {
        assertEquals(0, run());
        assertTrue(out.toString().contains("loops"), out.toString());
    }

    @Test
    void an_unknown_command_is_refused() {
        assertEquals(2, run("loop"));
        assertTrue(err.toString().contains("'loop'"), err.toString());
    }
}
