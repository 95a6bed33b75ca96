package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
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
        assertShown(" +Rules +5\\d passed, +0 failed, .*");
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
    void cases_are_chosen_by_rule_by_behaviour_and_by_name() {
        assertEquals(0, run("tck", "--loop=sim", "--path", SIM_TESTS, "--only", "2.9"));
        assertTrue(lastLine().matches("3 passed, 0 failed, 1 not applicable"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("tck", "--loop=sim", "--only", "H-24,rule_1_1_the"), out::toString);
        assertShown(" +Rules +1 passed, .*");
        assertShown(" +Timers +4 passed, .*");
        assertTrue(lastLine().matches("6 passed, 0 failed, 1 not applicable"), out::toString);
    }

    @Test
    void a_choice_that_leaves_no_case_is_refused() {
        assertRefused(
                run("tck", "--loop=sim", "--only", "9.9"), "No case is named by --only 9.9. Give");
    }

    @Test
    void greenlets_are_judged_where_the_rules_hold() throws IOException {
        String path = path(MisnamedLoopProvider.class);
        assertEquals(1, run("tck", "--path", path, "--loop", "misnamed"));
        assertShown(" +greenlets were not judged, since rules of the loop do not hold; .*");
        assertFalse(out.toString().contains("Timers"), out::toString);
        out.getBuffer().setLength(0);
        run("tck", "--path", path, "--loop", "misnamed", "--only", "1.1,H-24");
        assertShown(" +Timers .*");
    }

    @Test
    void rules_and_greenlets_are_judged_alone() {
        assertEquals(0, run("tck", "--loop=sim", "--rules", "--only", "1.1,h24_a_timer_fires"));
        assertTrue(lastLine().matches("1 passed, 0 failed, 0 not applicable"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("tck", "--loop=sim", "--greenlets", "--only", "1.1,h24_a_timer_fires"));
        assertFalse(out.toString().contains("Rules"), out::toString);
        assertRefused(run("tck", "--rules", "--greenlets"), "exclude each other");
    }

    @Test
    void runs_are_repeated_and_added_up() {
        assertEquals(0, run("tck", "--loop=sim", "--only", "1.1", "--repeat", "3"));
        assertShown("run 2 of 3");
        assertTrue(lastLine().matches("3 passed, 0 failed, 0 not applicable"), out::toString);
        assertRefused(run("tck", "--repeat", "0"), "--repeat is 0; give a number from 1 on.");
    }

    @Test
    void the_first_case_that_fails_can_end_it() throws IOException {
        String path = path(MisnamedLoopProvider.class);
        assertEquals(
                1,
                run("tck", "--path", path, "--loop", "misnamed", "--fail-fast", "--repeat", "3"));
        assertFalse(out.toString().contains("run 2 of 3"), out::toString);
        assertTrue(lastLine().matches("\\d+ passed, 1 failed, \\d+ not applicable"), out::toString);
    }

    @Test
    void a_report_is_written_in_the_form_that_its_name_tells() throws Exception {
        String path = path(MisnamedLoopProvider.class);
        for (String form : List.of("html", "md", "json", "xml")) {
            Path file = folder.resolve("report." + form);
            assertEquals(
                    1,
                    run(
                            "tck",
                            "--path",
                            path,
                            "--loop=misnamed",
                            "--only=1.1,1.2,3.1",
                            "--report",
                            file.toString()));
            String text = Files.readString(file);
            String name =
                    form.equals("html")
                            ? "1.1 the name is plain and constant"
                            : "rule_1_1_the_name_is_plain_and_constant()";
            assertTrue(text.contains(name), text);
            assertTrue(text.contains("Look first at name() of the provider"), text);
            assertTrue(text.contains("does not declare DESCRIPTORS"), text);
            assertTrue(text.contains(System.getProperty("os.arch")) || form.equals("xml"), text);
        }
        assertEquals(
                1,
                DocumentBuilderFactory.newDefaultInstance()
                        .newDocumentBuilder()
                        .parse(folder.resolve("report.xml").toFile())
                        .getElementsByTagName("failure")
                        .getLength());
    }

    @Test
    void the_page_of_a_report_has_its_rules_in_order_and_all_its_links_lead_somewhere()
            throws Exception {
        Path file = folder.resolve("report.html");
        run(
                "tck",
                "--path",
                path(MisnamedLoopProvider.class),
                "--loop=misnamed",
                "--only=2.10,1.1,2.9",
                "--report",
                file.toString());
        String page = Files.readString(file);
        assertTrue(page.indexOf(">1.1 ") < page.indexOf(">2.9 "), page);
        assertTrue(page.indexOf(">2.9 ") < page.indexOf(">2.10 "), page);
        var links = Pattern.compile("href=\"#([^\"]+)\"").matcher(page).results().toList();
        assertTrue(links.size() >= 2, page);
        links.forEach(link -> assertTrue(page.contains("id=\"" + link.group(1) + "\""), page));
    }

    @Test
    void a_report_of_another_form_or_in_no_directory_is_refused_before_anything_is_run() {
        assertRefused(run("tck", "--loop=sim", "--report", "a.pdf"), "give .html, .md, .json or");
        err.getBuffer().setLength(0);
        assertRefused(run("tck", "--report", "no-such/a.md"), "there is no directory");
    }

    @Test
    void a_seed_is_set_for_the_run_alone() {
        assertEquals(
                0, run("tck", "--loop=sim", "--path", SIM_TESTS, "--only", "3.3", "--seed", "7"));
        assertEquals(1, TckEnvironment.current().seed());
    }

    /// A case that starts a program of its own, which must find the loop as well.
    @Test
    void a_loop_on_the_path_is_found_by_programs_that_cases_start() throws IOException {
        String path = path(ThirdPartyProvider.class);
        assertEquals(
                0, run("tck", "--path", path, "--loop=third", "--only", "N-35"), out::toString);
        assertTrue(lastLine().startsWith("1 passed, 0 failed"), out::toString);
    }

    @Test
    void what_loops_cost_is_measured_beside_select() {
        assertEquals(
                0,
                run("tck", "--measure", "--loop=sim,select", "--repeat=1", "--path", SIM_TESTS),
                out::toString);
        assertShown("Rounds: 1, .* how often that of select.*");
        assertShown("a wake-up is noticed after");
        assertShown("  select +\\d+\\.\\d [nµm]s +1\\.00.*");
        assertShown("  sim +\\d+(\\.\\d)? [nµ]s +\\d\\.\\d\\d.*");
        assertShown("  sim +not applicable");
        assertShown("  select +\\d+ B +1\\.00.*");
    }

    /// Simulated descriptors are opened by a contract of their own, which is not on the path.
    @Test
    void what_cannot_be_measured_is_said_and_the_rest_goes_on() {
        assertEquals(1, run("tck", "--measure", "--loop=sim", "--repeat=1"), out::toString);
        assertShown("  sim +failed: java.io.IOException: .*; --rules tells more");
        assertShown("  select +\\d+ B +1\\.00.*");
    }

    @Test
    void measuring_goes_with_no_choice_of_cases() {
        assertRefused(run("tck", "--measure", "--only=2.9"), "--measure judges nothing: give it");
    }

    @Test
    void the_command_stands_alone_in_the_one_jar() {
        CommandLine command = Tck.commandLine().setOut(new PrintWriter(out, true));
        assertEquals(0, command.execute("--loop=sim", "--only=1.1"), out::toString);
        assertEquals(0, command.execute("--help"));
        assertShown("  java -jar anyloop-tck-all.jar --path my-loop.jar .*");
    }

    @Test
    void the_table_of_behaviours_is_printed() {
        assertEquals(0, run("tck", "--behaviours"));
        assertTrue(out.toString().startsWith("# Behaviours"), out::toString);
        assertShown("\\| K-05 \\| C \\| .*");
    }
}
