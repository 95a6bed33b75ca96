package io.anyloop.agent.doctor;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipInputStream;

/// The entries of a class path, and what lies in them: as Java reads it, with `lib/*` and the jars that a jar's manifest names; and
/// the jars inside of a Spring Boot application or a web archive.
final class ClassPath {
    private static final List<String> NESTED = Arrays.asList("BOOT-INF/lib/", "WEB-INF/lib/");

    final List<Library> libraries = new ArrayList<>();

    /// Entries that do not exist, though they were named.
    final List<String> missing = new ArrayList<>();

    /// Jars that cannot be read, with the reason.
    final List<String> unreadable = new ArrayList<>();

    private final Set<Path> entries = new LinkedHashSet<>();

    ClassPath() {}

    /// @param list entries with the system's separator between them
    static ClassPath of(String list) {
        ClassPath all = new ClassPath();
        for (String entry : list.split(File.pathSeparator)) {
            all.add(entry);
        }
        return all;
    }

    private void add(String entry) {
        if (entry.isEmpty()) {
            return;
        }
        if (entry.equals("*") || entry.endsWith("/*") || entry.endsWith(File.separator + "*")) {
            addJarsOf(entry.substring(0, entry.length() - 1));
        } else {
            File file = new File(entry);
            if (file.exists()) {
                add(file.toPath());
            } else {
                missing.add(entry);
            }
        }
    }

    private void addJarsOf(String folder) {
        File[] files = new File(folder.isEmpty() ? "." : folder).listFiles();
        if (files == null) {
            missing.add(folder + "*");
            return;
        }
        Arrays.sort(files);
        for (File file : files) {
            if (isJar(file.getName())) {
                add(file.toPath());
            }
        }
    }

    private void add(Path entry) {
        if (!entries.add(entry.toAbsolutePath().normalize())) {
            return;
        }
        try {
            if (Files.isDirectory(entry)) {
                libraries.addAll(Libraries.in(marks(entry), entry.toString()));
            } else {
                addJar(entry);
            }
        } catch (IOException | RuntimeException e) {
            if (isJar(entry.toString())) { // others Java ignores
                unreadable.add(entry + " (" + e + ")");
            }
        }
    }

    private static boolean isJar(String name) {
        return name.toLowerCase(Locale.ROOT).endsWith(".jar");
    }

    private static Map<String, byte[]> marks(Path folder) throws IOException {
        Map<String, byte[]> marks = new LinkedHashMap<>();
        for (String name : Libraries.MARKS) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                marks.put(name, Files.readAllBytes(file));
            }
        }
        return marks;
    }

    private void addJar(Path jar) throws IOException {
        Map<String, byte[]> marks = new LinkedHashMap<>();
        try (ZipFile file = new ZipFile(jar.toFile())) {
            for (String name : Libraries.MARKS) {
                ZipEntry mark = file.getEntry(name);
                if (mark != null) {
                    try (InputStream in = file.getInputStream(mark)) {
                        marks.put(name, bytes(in));
                    }
                }
            }
            libraries.addAll(Libraries.in(marks, jar.toString()));
            Enumeration<? extends ZipEntry> all = file.entries();
            while (all.hasMoreElements()) {
                ZipEntry entry = all.nextElement();
                if (isNestedJar(entry.getName())) {
                    try (ZipInputStream in = new ZipInputStream(file.getInputStream(entry))) {
                        libraries.addAll(Libraries.in(marks(in), jar + "!/" + entry.getName()));
                    }
                }
            }
        }
        for (String other : Libraries.classPath(marks)) {
            addBeside(jar, other);
        }
    }

    /// What Java looks for in vain there it ignores, and so does this.
    private void addBeside(Path jar, String url) {
        URI place = jar.toUri().resolve(url);
        if ("file".equals(place.getScheme()) && Files.exists(Paths.get(place))) {
            add(Paths.get(place));
        }
    }

    private static boolean isNestedJar(String entry) {
        return entry.endsWith(".jar") && NESTED.stream().anyMatch(entry::startsWith);
    }

    private static Map<String, byte[]> marks(ZipInputStream in) throws IOException {
        Map<String, byte[]> marks = new LinkedHashMap<>();
        for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
            if (Libraries.MARKS.contains(entry.getName())) {
                marks.put(entry.getName(), bytes(in));
            }
        }
        return marks;
    }

    private static byte[] bytes(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[8192];
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            all.write(buffer, 0, read);
        }
        return all.toByteArray();
    }

    /// For a class loader.
    URL[] urls() {
        List<URL> all = new ArrayList<>();
        for (Path entry : entries) {
            try {
                all.add(entry.toUri().toURL());
            } catch (MalformedURLException e) {
                throw new IllegalStateException("A file has no address: " + entry, e);
            }
        }
        return all.toArray(new URL[0]);
    }
}
