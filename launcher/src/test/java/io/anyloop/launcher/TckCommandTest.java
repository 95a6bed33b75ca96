package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class TckCommandTest {
    /// Where `loop-sim` keeps its contract.
    private static final String SIM_TESTS = "../loop-sim/target/test-classes";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir Path folder;

    private int run(String... arguments) {
        CommandLine command = Anyloop.commandLine();
        command.setOut(new PrintWriter(out, true));
        command.setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }

    private void assertRefused(int code, String message) {
        assertEquals(2, code, out::toString);
        assertTrue(err.toString().contains(message), err::toString);
        assertEquals(1, err.toString().lines().count(), err::toString);
    }

    private void assertShown(String regex) {
        assertTrue(
                out.toString().lines().anyMatch(line -> line.matches(regex)),
                () -> "no line is " + regex + ":\n" + out);
    }

    private String lastLine() {
        return out.toString().lines().reduce("", (before, line) -> line);
    }

    /// A loop of somebody else, on the path as a third party's jar would be.
    private String path(Class<?> provider) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(services.resolve(LoopProvider.class.getName()), provider.getName());
        return folder.toString();
    }

    @Test
    void one_area_of_one_loop_is_run_and_counted() {
        assertEquals(0, run("tck", "--loop", "sim", "--area", "links"), out::toString);
        assertShown("sim \\(driven\\)");
        assertShown(" +Links +1\\d passed, +0 failed, +0 not applicable +\\d+\\.\\d s");
        assertTrue(lastLine().matches("1\\d passed, 0 failed, 0 not applicable"), out::toString);
        assertFalse(out.toString().contains("Rules"), out::toString);
    }

    @Test
    void every_available_loop_is_judged_and_the_others_are_listed() {
        assertEquals(0, run("tck", "--area", "Links", "Join"), out::toString);
        assertShown("select \\(driven\\)");
        assertShown("sim \\(driven\\)");
        assertShown("executor: not available, it runs on an executor of yours.*; Hub\\.on.*");
        assertShown("\\d not available");
        assertTrue(lastLine().matches("\\d+ passed, 0 failed, 0 not applicable"), out::toString);
    }

    /// On a loop where it does not apply, so that it is counted at once.
    @Test
    void what_takes_long_is_run_when_asked_for() {
        run("tck", "--loop=sim", "--area=Stress");
        assertShown(" +not applicable, 1: the loop watches no sockets");
        run("tck", "--loop=sim", "--area=Stress", "--soak");
        assertShown(" +not applicable, 2: the loop watches no sockets");
    }

    @Test
    void what_does_not_apply_is_counted_by_reason() {
        assertEquals(0, run("tck", "--loop=sim", "--area=Guests"), out::toString);
        assertShown(" +not applicable, \\d+: a driven loop has no host");
        assertTrue(lastLine().matches("0 passed, 0 failed, \\d+ not applicable"), out::toString);
    }

    @Test
    void a_contract_beside_the_tests_of_a_loop_is_found() {
        assertEquals(
                0,
                run("tck", "--loop", "sim", "--area", "Rules", "--path", SIM_TESTS),
                out::toString);
        assertShown(" +Rules +2\\d passed, +0 failed, .*");
    }

    @Test
    void a_broken_loop_fails_by_the_name_of_its_rule() throws IOException {
        String path = path(MisnamedLoopProvider.class);
        assertEquals(1, run("tck", "--path", path, "--loop", "misnamed", "--area", "Rules"));
        assertShown(" +FAILED rule_1_1_the_name_is_plain_and_constant\\(\\)");
        assertShown(" +rule 1\\.1: .*");
        assertTrue(lastLine().matches("\\d+ passed, 1 failed, \\d+ not applicable"), out::toString);
        assertFalse(out.toString().contains("\tat "), out::toString);
    }

    @Test
    void verbose_shows_the_stack() throws IOException {
        String path = path(MisnamedLoopProvider.class);
        assertEquals(1, run("tck", "--verbose", "--path", path, "--loop=misnamed", "--area=Rules"));
        assertShown("\\s+at .*ProviderCases.*");
    }

    @Test
    void a_hosted_loop_without_a_contract_is_refused_with_what_is_missing() throws IOException {
        assertRefused(
                run("tck", "--path", path(UnreachableHostProvider.class), "--loop", "unreachable"),
                "register one in META-INF/services/io.anyloop.tck.LoopContract");
    }

    @Test
    void a_named_loop_that_is_not_available_is_refused() {
        assertRefused(
                run("tck", "--loop", "executor"),
                "The event loop \"executor\" cannot be judged here: it runs on an executor of yours");
    }

    @Test
    void unknown_names_are_refused_with_those_there_are() {
        assertRefused(run("tck", "--loop", "slect"), "No event loop is named \"slect\". Found: ");
        err.getBuffer().setLength(0);
        assertRefused(
                run("tck", "--loop", "sim", "--area", "Lincs"),
                "No area is named \"Lincs\". There are: Rules, ");
        err.getBuffer().setLength(0);
        assertRefused(run("tck", "--path", "no-such.jar"), "There is no no-such.jar.");
    }

    @Test
    void the_table_of_behaviours_is_printed() {
        assertEquals(0, run("tck", "--behaviours"));
        assertTrue(out.toString().startsWith("# Behaviours"), out::toString);
        assertShown("\\| K-05 \\| C \\| .*");
    }
}
