package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.anyloop.spi.LoopProvider;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's command `doctor`, in virtual machines of its own, about the loops of the project.
class DoctorTest {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    private static final String JAR =
            Path.of(System.getProperty("anyloop.agent.jar")).normalize().toString();
    private static final String MAIN = "io.anyloop.agent.Main";
    private static final String CLASS_PATH = System.getProperty("java.class.path");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final int LIMIT = 50;

    @TempDir private Path folder;

    private record Ended(int code, String out, String errors) {
        JsonNode json() throws IOException {
            return MAPPER.readTree(out);
        }

        List<String> findings() throws IOException {
            return json().get("findings").valueStream().map(it -> it.get("id").asText()).toList();
        }

        /// What is told of one of several.
        JsonNode thing(String section, String name) throws IOException {
            return json().get(section)
                    .valueStream()
                    .filter(it -> it.get("name").asText().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(out));
        }
    }

    private Ended java(String java, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(java));
        command.addAll(List.of(arguments));
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("ANYLOOP_"));
        Process child = builder.start();
        assertTrue(child.waitFor(LIMIT, TimeUnit.SECONDS), "the child hangs");
        return new Ended(child.exitValue(), Files.readString(out), Files.readString(errors));
    }

    private static void assertWorks(Ended ended, String loop, String note) throws IOException {
        assertEquals("works", ended.thing("loops", loop).get("state").asText(), ended.out());
        assertEquals(note, ended.thing("loops", loop).get("note").asText());
    }

    private static void assertEndsWell(Ended ended) throws IOException {
        assertTrue(ended.json().get("well").booleanValue(), ended.out());
        assertEquals(0, ended.code());
        assertFalse(ended.errors().contains("Exception"), ended.errors());
    }

    @Test
    void by_java_jar_it_tells_of_a_class_path_and_tries_the_loops() throws Exception {
        Ended ended = java(JAVA, "-jar", JAR, "doctor", "--json", "--class-path", CLASS_PATH);
        assertEndsWell(ended);
        assertWorks(ended, "select", "a hub opened, sockets wait on it");
        assertWorks(ended, "sim", "a hub opened, sockets wait with the JDK's pollers");
        assertEquals("not available", ended.thing("loops", "executor").get("state").asText());
        assertEquals(
                "by java -jar, for this command only",
                ended.json().get("agent").get("started").asText());
        assertEquals("installs", ended.thing("features", "waits").get("state").asText());
        assertEquals(
                Runtime.version().toString(), ended.json().get("java").get("version").asText());
        assertTrue(ended.thing("libraries", "Netty").get("note").asText().contains("netty-common"));
        assertEquals("", ended.errors());
    }

    @Test
    void by_java_jar_alone_it_says_how_loops_are_asked() throws Exception {
        Ended ended = java(JAVA, "-jar", JAR, "doctor", "--json");
        assertEndsWell(ended);
        assertEquals(List.of("no-core"), ended.findings());
        assertEquals(0, ended.json().get("loops").size());
    }

    @Test
    void in_a_program_with_the_agent_it_tells_of_that_program() throws Exception {
        Ended ended =
                java(
                        JAVA,
                        "-javaagent:" + JAR,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Danyloop.loop=sim",
                        "-cp",
                        CLASS_PATH,
                        MAIN,
                        "doctor",
                        "--json");
        assertEndsWell(ended);
        assertEquals("by -javaagent", ended.json().get("agent").get("started").asText());
        assertWorks(ended, "select", "a hub opened, sockets wait on it");
        assertEquals("sim", ended.json().get("choice").get("loop").asText());
        assertTrue(
                ended.json()
                        .get("flags")
                        .get("thatMatter")
                        .valueStream()
                        .anyMatch(flag -> flag.asText().equals("-javaagent:" + JAR)),
                ended.out());
    }

    @Test
    void without_the_agent_hubs_open_and_that_is_noted() throws Exception {
        Ended ended =
                java(
                        JAVA,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        CLASS_PATH,
                        MAIN,
                        "doctor",
                        "--json");
        assertEndsWell(ended);
        assertEquals(List.of("no-agent"), ended.findings());
        assertWorks(ended, "select", "a hub opened, sockets wait with the JDK's pollers");
    }

    @Test
    void without_any_flag_it_says_what_to_do_in_text_that_people_read() throws Exception {
        Ended ended = java(JAVA, "-cp", CLASS_PATH, MAIN, "doctor");
        assertEquals(1, ended.code());
        assertTrue(ended.out().contains("Not well"), ended.out());
        assertTrue(ended.out().contains("Neither the agent nor --add-opens is there"), ended.out());
        String inOneLine =
                ended.out().replaceAll("\\s+", " "); // A long path begins a line of its own.
        assertTrue(inOneLine.contains("Do: Start Java with -javaagent:"), ended.out());
        assertTrue(ended.out().strip().endsWith("see above."), ended.out());
        assertFalse(ended.errors().contains("Exception"), ended.errors()); // Java may warn
    }

    @Test
    void without_virtual_threads_it_works() throws Exception {
        Ended ended =
                java(
                        JAVA,
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:-VMContinuations",
                        "-jar",
                        JAR,
                        "doctor",
                        "--json",
                        "-cp",
                        CLASS_PATH);
        assertEquals(1, ended.code(), ended.errors());
        assertEquals(List.of("no-virtual-threads"), ended.findings());
    }

    /// A loop whose module is on the class path twice, say, is refused by core before it is tried.
    @Test
    void loops_that_cannot_be_told_are_a_finding() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.writeString(
                services.resolve(LoopProvider.class.getName()),
                SecondSelectProvider.class.getName());
        Ended ended =
                java(
                        JAVA,
                        "-jar",
                        JAR,
                        "doctor",
                        "--json",
                        "--class-path=" + folder + File.pathSeparator + CLASS_PATH);
        assertEquals(1, ended.code());
        assertEquals(List.of("loops"), ended.findings());
        assertTrue(ended.out().contains("Two event loops are named"), ended.out());
        assertEquals("", ended.errors());
    }

    @Test
    void an_old_java_is_told_what_it_lacks() throws Exception {
        Ended old = java("java", "-jar", JAR, "doctor", "--json", "--class-path", CLASS_PATH);
        String version = old.json().get("java").get("version").asText();
        Assumptions.assumeTrue(
                version.startsWith("1.") || Runtime.Version.parse(version).feature() < 25,
                "not applicable: the java on the PATH is " + version + ", not an old one");
        assertEquals(1, old.code());
        assertEquals(List.of("java-too-old"), old.findings());
        assertTrue(old.json().has("libraries"));
        assertEquals("", old.errors());
    }

    @Test
    void what_it_does_not_know_is_refused_in_one_line() throws Exception {
        for (String wrong : List.of("--jsn", "--class-path")) {
            Ended ended = java(JAVA, "-jar", JAR, "doctor", wrong);
            assertEquals(2, ended.code());
            assertEquals("", ended.out());
            assertEquals(1, ended.errors().lines().count(), ended.errors());
            assertTrue(ended.errors().contains(wrong), ended.errors());
        }
    }

    @Test
    void the_jar_alone_says_what_it_is_for() throws Exception {
        Ended ended = java(JAVA, "-jar", JAR);
        assertEquals(0, ended.code());
        assertTrue(ended.out().contains("-javaagent:anyloop-agent.jar"), ended.out());
        assertTrue(ended.out().contains("java -jar anyloop-agent.jar doctor"), ended.out());
        assertTrue(java(JAVA, "-jar", JAR, "doctor", "--help").out().contains("--json"));
        Ended wrong = java(JAVA, "-jar", JAR, "docter");
        assertEquals(2, wrong.code());
        assertTrue(wrong.errors().contains("docter") && wrong.errors().contains("doctor"));
    }
}
