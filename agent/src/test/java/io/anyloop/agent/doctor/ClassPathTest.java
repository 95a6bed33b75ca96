package io.anyloop.agent.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is found on a class path.
class ClassPathTest {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    @TempDir private Path folder;

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes)) {
            for (var entry : new TreeMap<>(entries).entrySet()) {
                zip.putNextEntry(new ZipEntry(entry.getKey()));
                zip.write(entry.getValue());
                zip.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] text(String... lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] manifest(String... lines) {
        return text("Manifest-Version: 1.0\n" + String.join("\n", lines));
    }

    private static byte[] anyloop(String title, String version) throws IOException {
        return zip(
                Map.of(
                        MANIFEST,
                        manifest(
                                "Implementation-Title: " + title,
                                "Implementation-Version: " + version)));
    }

    private static byte[] netty(String... artifacts) throws IOException {
        var properties = new ByteArrayOutputStream();
        for (String artifact : artifacts) {
            properties.writeBytes(
                    text(artifact + ".version=4.2.18.Final", artifact + ".buildDate=x"));
        }
        return zip(Map.of("META-INF/io.netty.versions.properties", properties.toByteArray()));
    }

    private Path write(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(bytes);
        }
        return file;
    }

    private static List<String> found(Object... entries) {
        return found(
                ClassPath.of(
                        String.join(
                                File.pathSeparator,
                                List.of(entries).stream().map(Object::toString).toList())));
    }

    private static List<String> found(ClassPath path) {
        return path.libraries.stream()
                .map(it -> it.project + " " + it.artifact + " " + it.version)
                .toList();
    }

    @Test
    void jars_of_the_three_projects() throws IOException {
        assertEquals(
                List.of(
                        "Anyloop anyloop-core 1.2",
                        "Netty netty-buffer 4.2.18.Final",
                        "Netty netty-common 4.2.18.Final",
                        "Vert.x vertx-web 5.2.0",
                        "Vert.x vertx-core 5.0.1"),
                found(
                        write("a.jar", anyloop("anyloop-core", "1.2")),
                        write("all-of-netty.jar", netty("netty-common", "netty-buffer")),
                        write(
                                "c.jar",
                                zip(
                                        Map.of(
                                                MANIFEST,
                                                manifest(
                                                        "Implementation-Version: 5.2.0",
                                                        "Maven-Group-Id: io.vertx",
                                                        "Maven-Artifact-Id: vertx-web")))),
                        write(
                                "d.jar",
                                zip(Map.of("META-INF/vertx/vertx-version.txt", text("5.0.1")))),
                        write("other.jar", zip(Map.of("x.txt", text("x"))))));
    }

    @Test
    void folders_of_jars_and_of_classes() throws IOException {
        write("lib/a.jar", anyloop("anyloop-core", "1.2"));
        write("lib/b.JAR", anyloop("anyloop-spi", "1.2"));
        write("classes/io/anyloop/Hub.class", new byte[4]);
        assertEquals(
                List.of(
                        "Anyloop anyloop-core 1.2",
                        "Anyloop anyloop-spi 1.2",
                        "Anyloop anyloop-core null"),
                found(folder.resolve("lib") + "/*", folder.resolve("classes")));
    }

    @Test
    void jars_that_a_manifest_names() throws IOException {
        write("lib/a b.jar", anyloop("anyloop-core", "1.2"));
        Path app =
                write(
                        "app.jar",
                        zip(
                                Map.of(
                                        MANIFEST,
                                        manifest("Class-Path: lib/a%20b.jar lib/no.jar app.jar"))));
        assertEquals(List.of("Anyloop anyloop-core 1.2"), found(app));
    }

    @Test
    void jars_inside_of_an_application() throws IOException {
        Path app =
                write(
                        "app.jar",
                        zip(
                                Map.of(
                                        "BOOT-INF/lib/core.jar", anyloop("anyloop-core", "1.2"),
                                        "BOOT-INF/lib/netty.jar", netty("netty-common"),
                                        "other/x.jar", anyloop("anyloop-spi", "9"))));
        assertEquals(
                List.of("Anyloop anyloop-core 1.2", "Netty netty-common 4.2.18.Final"), found(app));
    }

    @Test
    void what_is_missing_or_broken_is_told_and_the_rest_is_read() throws IOException {
        ClassPath path =
                ClassPath.of(
                        String.join(
                                File.pathSeparator,
                                folder.resolve("no.jar").toString(),
                                folder.resolve("none") + "/*",
                                write("broken.jar", text("no zip")).toString(),
                                write("broken.txt", text("no zip")).toString(),
                                "",
                                write("a.jar", anyloop("anyloop-core", "1.2")).toString()));
        assertEquals(List.of("Anyloop anyloop-core 1.2"), found(path));
        assertEquals(
                List.of(folder.resolve("no.jar").toString(), folder.resolve("none") + "/*"),
                path.missing);
        assertEquals(1, path.unreadable.size());
        assertTrue(path.unreadable.getFirst().contains("broken.jar"), path.unreadable.toString());
    }

    @Test
    void an_entry_that_is_named_twice_counts_once() throws IOException {
        Path jar = write("a.jar", anyloop("anyloop-core", "1.2"));
        assertEquals(
                List.of("Anyloop anyloop-core 1.2"), found(jar, folder.resolve("./x/../a.jar")));
    }
}
