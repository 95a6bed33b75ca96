package io.anyloop.loop.select;

import static io.anyloop.loop.select.Children.agent;
import static io.anyloop.loop.select.Children.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Hub;
import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.MethodModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each way in which a Java cannot run a hub, and what is said of it: in virtual machines that are made so.
class RefusalTest {
    private static final String OPENS = "--add-opens=java.base/java.lang=ALL-UNNAMED";
    private static final String PROBE = "/io/anyloop/jdk/VirtualThreads$Probe.class";

    @TempDir private Path folder;

    private static void assertRefuses(Children.Ended ended, String... parts) {
        assertEquals(1, ended.lines().size(), ended.out() + ended.errors());
        for (String part : parts) {
            assertTrue(ended.out().contains(part), ended.out());
        }
        assertEquals(0, ended.code(), ended.errors());
    }

    private static String[] seenAnd(String... parts) {
        String[] all = Arrays.copyOf(parts, parts.length + 2);
        all[parts.length] = "This Java (" + System.getProperty("java.version") + ", ";
        all[parts.length + 1] = System.getProperty("java.vendor");
        return all;
    }

    private static byte[] without(byte[] bytes, Predicate<MethodModel> dropped) {
        ClassFile classFile = ClassFile.of();
        return classFile.transformClass(
                classFile.parse(bytes),
                ClassTransform.dropping(
                        element -> element instanceof MethodModel found && dropped.test(found)));
    }

    private Path written(String file, byte[] bytes) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        return folder;
    }

    @Test
    void without_flag_or_agent_both_are_named() throws Exception {
        assertRefuses(
                run(List.of(), "open"),
                "needs the package java.lang opened",
                "-javaagent:anyloop-agent.jar",
                "--add-opens java.base/java.lang=ALL-UNNAMED");
    }

    @Test
    void with_one_of_them_it_opens() throws Exception {
        run(List.of(OPENS), "open").assertSays("open");
        run(List.of(agent(Children.AGENT_JAR)), "open").assertSays("open");
    }

    @Test
    void without_real_virtual_threads_the_flag_is_named() throws Exception {
        assertRefuses(
                run(
                        List.of(OPENS, "-XX:+UnlockExperimentalVMOptions", "-XX:-VMContinuations"),
                        "open"),
                seenAnd("without real virtual threads", "Remove that flag"));
    }

    /// The property that GraalVM sets there, and nowhere else; no agent or flag helps.
    @Test
    void a_native_image_is_refused_whatever_it_was_started_with() throws Exception {
        String image = "-Dorg.graalvm.nativeimage.imagecode=runtime";
        for (List<String> options :
                List.of(List.of(image), List.of(image, agent(Children.AGENT_JAR)))) {
            assertRefuses(
                    run(options, "open"),
                    "This program is a native image of GraalVM's, and no hub opens in one",
                    "Run the program's jars with Java 25 or newer");
        }
        run(List.of("-Dorg.graalvm.nativeimage.imagecode=buildtime", OPENS), "open")
                .assertSays("open");
    }

    @Test
    void without_the_constructor_that_is_named() throws Exception {
        String builder = "java/lang/ThreadBuilders$VirtualThreadBuilder.class";
        try (InputStream in = Object.class.getModule().getResourceAsStream(builder)) {
            written(
                    builder,
                    without(
                            in.readAllBytes(),
                            method ->
                                    method.methodName().equalsString("<init>")
                                            && method.methodType()
                                                    .equalsString(
                                                            "(Ljava/util/concurrent/Executor;)V")));
        }
        Children.Ended ended = run(List.of(OPENS, "--patch-module=java.base=" + folder), "open");
        assertRefuses(
                ended,
                seenAnd(
                        "has no java.lang.ThreadBuilders$VirtualThreadBuilder.<init>(java.util.concurrent.Executor)",
                        "a newer Anyloop"));
    }

    /// As in a Java that has one more way to hand them over: they end up with the superclass.
    @Test
    void continuations_that_run_elsewhere_are_told() throws Exception {
        written(PROBE.substring(1), probeWithout("execute", "submit"));
        assertRefuses(
                run(folder, List.of(OPENS), "open"),
                seenAnd("does not hand its virtual threads to the scheduler", "one ran elsewhere"));
    }

    private static byte[] probeWithout(String... methods) throws IOException {
        try (InputStream in = Hub.class.getResourceAsStream(PROBE)) {
            return without(
                    in.readAllBytes(),
                    method -> List.of(methods).contains(method.methodName().stringValue()));
        }
    }
}
