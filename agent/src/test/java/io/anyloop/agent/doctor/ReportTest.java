package io.anyloop.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// How a report looks.
class ReportTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private static Report report() {
        Report report = new Report();
        report.section("limits", "Limits")
                .fact("openFilesSoft", 1024L)
                .fact("containerProcessors", null)
                .fact("processors", 2)
                .fact("roomy", true)
                .fact("flags", List.of("-a", "-b"));
        Section loops = report.section("loops", "Loops").ofThings();
        loops.thing("select", "works", null);
        loops.thing(
                "kqueue",
                "not available",
                "needs another system than this one is, which cannot be said in few words");
        report.section("none", "Nothing").ofThings();
        return report;
    }

    private static String text(Report report) {
        return Text.of("Doctor", report).replace(System.lineSeparator(), "\n");
    }

    @Test
    void people_read_aligned_columns_in_short_lines() {
        Report report = report();
        report.note("n", "Something else.", "Look.");
        report.wrong("w", "Something is wrong. ".repeat(6).strip(), "Mend it.");
        assertEquals(
                """
                Doctor

                Limits
                  open files soft       1024
                  container processors  not known
                  processors            2
                  roomy                 yes
                  flags                 -a -b

                Loops
                  select  works
                  kqueue  not available  needs another system than this one is, which cannot be said in
                                         few words

                Nothing
                  none

                Not well
                  1. Something is wrong. Something is wrong. Something is wrong. Something is wrong.
                     Something is wrong. Something is wrong.
                     Do: Mend it.

                Worth knowing
                  1. Something else.
                     Look.

                1 thing is not well; see above.
                """,
                text(report));
    }

    @Test
    void all_is_well_is_said() {
        assertTrue(text(report()).endsWith("\n\nAll is well.\n"), text(report()));
    }

    @Test
    void programs_read_the_shape_that_is_described() throws Exception {
        Report report = report();
        report.wrong("w", "A \"quoted\" \\ path,\n\ta tab, ü and \u2028.", "Mend it.");
        JsonNode json = MAPPER.readTree(Json.of("1.0", report));
        assertEquals(1, json.get("doctor").asInt());
        assertEquals("1.0", json.get("version").asText());
        assertEquals(false, json.get("well").booleanValue());
        JsonNode limits = json.get("limits");
        assertTrue(limits.get("openFilesSoft").isNumber());
        assertTrue(limits.get("containerProcessors").isNull());
        assertTrue(limits.get("roomy").isBoolean());
        assertEquals("-b", limits.get("flags").get(1).asText());
        JsonNode loops = json.get("loops");
        assertEquals(2, loops.size());
        assertEquals("works", loops.get(0).get("state").asText());
        assertTrue(loops.get(0).get("note").isNull());
        assertTrue(json.get("none").isArray());
        JsonNode finding = json.get("findings").get(0);
        assertEquals("w", finding.get("id").asText());
        assertEquals(true, finding.get("wrong").booleanValue());
        assertEquals("A \"quoted\" \\ path,\n\ta tab, ü and \u2028.", finding.get("seen").asText());
        assertEquals("Mend it.", finding.get("remedy").asText());
    }

    @Test
    void a_whole_report_of_a_made_up_machine_can_be_read() throws Exception {
        JsonNode json = MAPPER.readTree(Json.of("1.0", new MadeUp().examined()));
        assertEquals(true, json.get("well").booleanValue());
        for (String section :
                List.of(
                        "java",
                        "flags",
                        "agent",
                        "features",
                        "loops",
                        "choice",
                        "limits",
                        "ioUring",
                        "libraries")) {
            assertTrue(json.has(section), section);
        }
        assertEquals("Somebody", json.get("java").get("vendor").asText());
        assertEquals("0", json.get("ioUring").get("disabled").asText());
        assertEquals("select", json.get("choice").get("loop").asText());
    }

    @Test
    void every_finding_is_in_the_table_that_users_read() throws Exception {
        assertEquals(
                named(
                        Path.of("src/main/entry/io/anyloop/agent/doctor"),
                        ".java",
                        "(?:wrong|note|mixed|needed)\\(\\s*\"([a-z0-9-]+)\""),
                named(Path.of("../docs"), "doctor.md", "(?m)^\\| `([a-z0-9-]+)` \\|"));
    }

    private static Set<String> named(Path folder, String files, String pattern) throws IOException {
        Set<String> all = new TreeSet<>();
        try (Stream<Path> sources = Files.list(folder)) {
            for (Path file : sources.filter(it -> it.toString().endsWith(files)).toList()) {
                Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
                while (matcher.find()) {
                    all.add(matcher.group(1));
                }
            }
        }
        return all;
    }
}
