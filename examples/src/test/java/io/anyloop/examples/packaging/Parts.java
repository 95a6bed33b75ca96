package io.anyloop.examples.packaging;

import io.anyloop.Hub;
import io.anyloop.descriptors.RawDescriptors;
import io.anyloop.loop.select.SelectLoopProvider;
import io.anyloop.spi.Loop;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/// Anyloop's own jars, and jars made of classes.
final class Parts {
    private static final List<Class<?>> ONE_OF_EACH =
            List.of(Loop.class, Hub.class, RawDescriptors.class, SelectLoopProvider.class);

    private Parts() {}

    /// Where a class was loaded from: a jar, or a folder of classes.
    static Path of(Class<?> type) throws Exception {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    /// What a program on the loop `select` needs, as jars in a folder.
    static List<Path> jars(Path folder) throws Exception {
        List<Path> jars = new ArrayList<>();
        for (Class<?> type : ONE_OF_EACH) {
            Path part = of(type);
            Path jar = folder.resolve(type.getSimpleName() + ".jar");
            if (Files.isDirectory(part)) {
                try (OutputStream out = Files.newOutputStream(jar);
                        JarOutputStream to = new JarOutputStream(out)) {
                    for (Map.Entry<String, byte[]> file : files(part).entrySet()) {
                        put(to, file.getKey(), file.getValue());
                    }
                }
            } else {
                Files.copy(part, jar);
            }
            jars.add(jar);
        }
        return jars;
    }

    /// One jar of all classes, as tools make it that take jars apart: of files with one name the last stays, but lists of services
    /// are joined.
    static Path merged(Path jar, Class<?> main, List<Path> parts, List<Class<?>> more)
            throws IOException {
        Map<String, byte[]> all = new HashMap<>();
        for (Path part : parts) {
            files(part)
                    .forEach((name, bytes) ->
                            all.merge(
                                    name,
                                    bytes,
                                    (one, two) ->
                                            name.startsWith("META-INF/services/")
                                                    ? join(one, two)
                                                    : two));
        }
        all.remove("module-info.class");
        all.remove("META-INF/MANIFEST.MF");
        for (Class<?> type : more) {
            all.put(nameOf(type), bytesOf(type));
        }
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, main.getName());
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream to = new JarOutputStream(out, manifest)) {
            for (Map.Entry<String, byte[]> file : all.entrySet()) {
                put(to, file.getKey(), file.getValue());
            }
        }
        return jar;
    }

    static String nameOf(Class<?> type) {
        return type.getName().replace('.', '/') + ".class";
    }

    static byte[] bytesOf(Class<?> type) throws IOException {
        try (InputStream in = type.getClassLoader().getResourceAsStream(nameOf(type))) {
            return in.readAllBytes();
        }
    }

    private static void put(JarOutputStream to, String name, byte[] bytes) throws IOException {
        to.putNextEntry(new JarEntry(name));
        to.write(bytes);
        to.closeEntry();
    }

    private static byte[] join(byte[] one, byte[] two) {
        return (new String(one) + "\n" + new String(two)).getBytes();
    }

    /// The files of a jar, or of a folder.
    private static Map<String, byte[]> files(Path part) throws IOException {
        if (Files.isDirectory(part)) {
            return under(part);
        }
        try (var jar = FileSystems.newFileSystem(part)) {
            return under(jar.getPath("/"));
        }
    }

    private static Map<String, byte[]> under(Path root) throws IOException {
        Map<String, byte[]> found = new HashMap<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                found.put(
                        root.relativize(file).toString().replace('\\', '/'),
                        Files.readAllBytes(file));
            }
        }
        return found;
    }
}
