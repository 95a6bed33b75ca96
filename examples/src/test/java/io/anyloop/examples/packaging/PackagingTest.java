package io.anyloop.examples.packaging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.annotation.Resource;
import jakarta.servlet.Servlet;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/// The ways in which programs are packed and loaded, each in a virtual machine with the agent: there is one agent, it serves every
/// copy of Anyloop in whatever class loader, and holds on to none.
@Timeout(120)
class PackagingTest {
    private static final int LIMIT = 100;

    private record Ended(int code, List<String> lines, String errors) {}

    @TempDir Path folder;
    private List<Path> jars;

    @BeforeEach
    void collectJars() throws Exception {
        jars = Parts.jars(Files.createDirectory(folder.resolve("jars")));
    }

    private Ended java(List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-javaagent:" + System.getProperty("anyloop.agent.jar"));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path errors = folder.resolve("errors");
        Process child =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectOutput(out.toFile())
                        .redirectError(errors.toFile())
                        .start();
        boolean ended = child.waitFor(LIMIT, TimeUnit.SECONDS);
        child.destroyForcibly().waitFor();
        assertTrue(ended, () -> "the child hangs: " + read(out) + read(errors));
        return new Ended(child.exitValue(), read(out).lines().toList(), read(errors));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void assertTalks(Ended ended) {
        assertEquals(List.of("by the hub"), ended.lines(), ended.errors());
        assertEquals("", ended.errors());
        assertEquals(0, ended.code());
    }

    @Test
    void one_jar_of_all_classes() throws Exception {
        Path all = Parts.merged(folder.resolve("all.jar"), Talk.class, jars, List.of(Talk.class));
        assertTalks(java(List.of("-jar", all.toString())));
    }

    @Test
    void a_jar_of_jars_with_the_class_loader_of_spring_boot() throws Exception {
        Path plain =
                Parts.merged(
                        folder.resolve("plain.jar"), Talk.class, List.of(), List.of(Talk.class));
        File nested = folder.resolve("nested.jar").toFile();
        new Repackager(plain.toFile())
                .repackage(
                        nested,
                        library -> {
                            for (Path jar : jars) {
                                library.library(new Library(jar.toFile(), LibraryScope.COMPILE));
                            }
                        });
        assertTalks(java(List.of("-jar", nested.toString())));
    }

    @Test
    void web_applications_that_come_and_go() throws Exception {
        Path classes =
                Files.createDirectories(folder.resolve("application").resolve("WEB-INF/classes"));
        for (Class<?> type : List.of(Talk.class, HubServlet.class)) {
            Path file = classes.resolve(Parts.nameOf(type));
            Files.createDirectories(file.getParent());
            Files.write(file, Parts.bytesOf(type));
        }
        Path libraries = Files.createDirectory(classes.resolveSibling("lib"));
        for (Path jar : jars) {
            Files.copy(jar, libraries.resolve(jar.getFileName()));
        }
        Path container =
                Parts.merged(
                        folder.resolve("container.jar"),
                        Container.class,
                        List.of(Parts.of(Servlet.class), Parts.of(Resource.class)),
                        List.of(Container.class));
        Ended ended =
                java(
                        List.of(
                                // So that it looks for thread-locals that hold an application.
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "--add-opens=java.rmi/sun.rmi.transport=ALL-UNNAMED",
                                "-cp",
                                container.toString(),
                                Container.class.getName(),
                                folder.resolve("application").toString(),
                                folder.resolve("container").toString()));
        List<String> expected = new ArrayList<>(Collections.nCopies(4, "by the hub"));
        expected.addAll(Collections.nCopies(3, "collected"));
        assertEquals(expected, ended.lines(), ended.errors());
        assertFalse(ended.errors().contains("memory leak"), ended.errors());
        assertEquals(0, ended.code());
    }
}
