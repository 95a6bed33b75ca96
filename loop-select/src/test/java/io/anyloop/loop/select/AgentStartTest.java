package io.anyloop.loop.select;

import static io.anyloop.loop.select.Children.agent;
import static io.anyloop.loop.select.Children.java;
import static io.anyloop.loop.select.Children.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Hub;
import io.anyloop.loop.select.Children.Ended;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// How the agent starts, in virtual machines of their own: here, since this loop needs no native code.
class AgentStartTest {
    private static final String JAR = Children.AGENT_JAR;

    private static void assertSays(Ended ended, String... lines) {
        ended.assertSays(lines);
    }

    @Test
    void one_flag_is_all_and_nothing_is_said() throws Exception {
        assertSays(run(List.of(agent(JAR)), "talk"), "by the hub");
    }

    @Test
    void given_twice_it_is_there_once() throws Exception {
        assertSays(run(List.of(agent(JAR), agent(JAR)), "talk"), "by the hub");
    }

    @Test
    void a_jar_of_another_name_in_a_folder_with_blanks_works(@TempDir Path folder)
            throws Exception {
        Path moved = Files.createDirectory(folder.resolve("a folder")).resolve("x y%20z.jar");
        Files.copy(Path.of(JAR), moved);
        assertSays(run(List.of(agent(moved)), "talk"), "by the hub");
        Path again = folder.resolve("again.jar");
        Files.copy(Path.of(JAR), again);
        assertSays(run(List.of(agent(moved), agent(again)), "talk"), "by the hub");
    }

    @Test
    void a_wait_for_standard_input_is_cut_off_as_interrupted_or_failed() throws Exception {
        Ended ended = run(List.of(agent(JAR)), "input");
        assertEquals(4, ended.lines().size(), ended.out() + ended.errors());
        assertTrue(
                ended.lines().get(0).startsWith("InterruptedIOException because of 0.05 seconds"),
                ended.out());
        assertEquals("itself", ended.lines().get(1));
        assertTrue(
                ended.lines().get(2).matches("IOException because of killed by .*: enough"),
                ended.out());
        assertEquals("killed", ended.lines().get(3));
        assertEquals("", ended.errors());
        assertEquals(0, ended.code());
    }

    /// As of another version, whose scheduler lacks what the hook calls.
    @Test
    void an_anyloop_of_another_version_is_named_and_goes_on_without_it(@TempDir Path folder)
            throws Exception {
        Path other = folder.resolve("io/anyloop/port/HubScheduler.class");
        Files.createDirectories(other.getParent());
        Files.write(other, schedulerWithout("hasRead"));
        Ended ended = run(folder, List.of(agent(JAR)), "talk");
        assertEquals(List.of("by the JDK"), ended.lines(), ended.errors());
        assertEquals(1, ended.errors().lines().count(), ended.errors());
        assertTrue(
                ended.errors().contains("its scheduler has no hasRead")
                        && ended.errors().contains(folder.getFileName().toString())
                        && ended.errors().contains("of the same version as anyloop-core"),
                ended.errors());
        assertEquals(0, ended.code());
    }

    private static byte[] schedulerWithout(String method) throws IOException {
        try (InputStream in =
                Hub.class.getResourceAsStream("/io/anyloop/port/HubScheduler.class")) {
            ClassFile classFile = ClassFile.of();
            return classFile.transformClass(
                    classFile.parse(in.readAllBytes()),
                    ClassTransform.dropping(element ->
                            element instanceof MethodModel found
                                    && found.methodName().equalsString(method)));
        }
    }

    @Test
    void a_program_without_anyloop_notices_nothing() throws Exception {
        assertSays(run(List.of(agent(JAR)), "nothing"), "nothing");
    }

    @Test
    void copies_in_two_class_loaders_share_it_and_are_collected_when_their_hubs_are_closed()
            throws Exception {
        assertSays(
                run(List.of(agent(JAR)), "loaders"),
                "by the hub",
                "by the hub",
                "collected",
                "collected");
    }

    @Test
    void attached_before_anyloop_is_loaded_it_works() throws Exception {
        Ended ended =
                run(
                        List.of(
                                "-Djdk.attach.allowAttachSelf=true",
                                "-XX:+EnableDynamicAgentLoading"),
                        "attach",
                        JAR);
        assertSays(ended, "by the hub");
    }

    @Test
    void attached_after_anyloop_was_loaded_it_says_what_to_do_and_hubs_go_on() throws Exception {
        Ended ended =
                run(
                        List.of(
                                "-Djdk.attach.allowAttachSelf=true",
                                "-XX:+EnableDynamicAgentLoading",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED"),
                        "attach-late",
                        JAR);
        assertEquals(List.of("by the JDK", "refused", "by the JDK"), ended.lines());
        assertTrue(
                ended.errors().contains("attached after Anyloop was loaded")
                        && ended.errors().contains("Start the program with -javaagent"),
                ended.errors());
        assertEquals(0, ended.code());
    }

    @Test
    void an_older_java_says_what_it_needs() throws Exception {
        Ended version = java("java", null, List.of("-XshowSettings:properties", "-version"));
        String old =
                version.errors()
                        .lines()
                        .filter(line -> line.contains("java.specification.version"))
                        .map(line -> line.substring(line.indexOf('=') + 1).strip())
                        .findFirst()
                        .orElse("25");
        Assumptions.assumeTrue(
                old.startsWith("1.") || Integer.parseInt(old) < 25,
                "not applicable: the java on the PATH is " + old + ", not an old one");
        Ended ended = java("java", null, List.of(agent(JAR)), "nothing");
        assertNotEquals(0, ended.code());
        assertTrue(
                ended.errors().contains("needs Java 25 or newer, and this is Java " + old),
                ended.errors());
        assertFalse(ended.out().contains("nothing"), ended.out());
    }

    @Test
    @Tag("full")
    @Timeout(300)
    void with_the_agent_of_opentelemetry_before_or_after_it_both_work() throws Exception {
        Path other = Path.of("target", "agents", "opentelemetry-javaagent.jar").toAbsolutePath();
        List<String> quiet =
                List.of(
                        "-Dotel.traces.exporter=none",
                        "-Dotel.metrics.exporter=none",
                        "-Dotel.logs.exporter=none");
        for (var both :
                List.of(List.of(agent(JAR), agent(other)), List.of(agent(other), agent(JAR)))) {
            List<String> options = new ArrayList<>(quiet);
            options.addAll(both);
            Ended ended = run(options, "loaders");
            assertEquals(
                    List.of("by the hub", "by the hub", "collected", "collected"),
                    ended.lines(),
                    ended.errors());
            assertTrue(
                    ended.errors().contains("opentelemetry-javaagent - version"), ended.errors());
            assertFalse(ended.errors().contains("Exception"), ended.errors());
        }
    }
}
