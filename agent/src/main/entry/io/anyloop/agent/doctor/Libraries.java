package io.anyloop.agent.doctor;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/// By what a jar shows whose it is. Several in one, where somebody has put them together.
final class Libraries {
    static final String ANYLOOP = "Anyloop";
    static final String NETTY = "Netty";
    static final String VERTX = "Vert.x";

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String NETTYS = "META-INF/io.netty.versions.properties";
    private static final String VERSION = ".version";
    private static final String VERTX_CORE = "META-INF/vertx/vertx-version.txt";
    private static final String ANYLOOP_CORE = "io/anyloop/Hub.class";

    /// The entries that are looked for.
    static final List<String> MARKS = Arrays.asList(MANIFEST, NETTYS, VERTX_CORE, ANYLOOP_CORE);

    private Libraries() {}

    /// @param marks those entries that are there, by name
    static List<Library> in(Map<String, byte[]> marks, String place) throws IOException {
        List<Library> all = new ArrayList<>();
        Attributes manifest = manifest(marks);
        String title = manifest.getValue(Attributes.Name.IMPLEMENTATION_TITLE);
        String version = manifest.getValue(Attributes.Name.IMPLEMENTATION_VERSION);
        if (title != null && title.startsWith("anyloop-")) {
            all.add(new Library(ANYLOOP, title, version, place));
        } else if (marks.containsKey(ANYLOOP_CORE)) {
            all.add(new Library(ANYLOOP, "anyloop-core", null, place));
        }
        if (marks.containsKey(NETTYS)) {
            Properties netty = new Properties();
            netty.load(new ByteArrayInputStream(marks.get(NETTYS)));
            for (String key : new TreeSet<>(netty.stringPropertyNames())) {
                if (key.endsWith(VERSION)) {
                    String artifact = key.substring(0, key.length() - VERSION.length());
                    all.add(new Library(NETTY, artifact, netty.getProperty(key), place));
                }
            }
        }
        if ("io.vertx".equals(manifest.getValue("Maven-Group-Id"))) {
            all.add(new Library(VERTX, manifest.getValue("Maven-Artifact-Id"), version, place));
        } else if (marks.containsKey(VERTX_CORE)) {
            String text = new String(marks.get(VERTX_CORE), StandardCharsets.UTF_8);
            all.add(new Library(VERTX, "vertx-core", text.trim(), place));
        }
        return all;
    }

    /// The other jars that a jar names.
    static List<String> classPath(Map<String, byte[]> marks) throws IOException {
        String path = manifest(marks).getValue(Attributes.Name.CLASS_PATH);
        return path == null
                ? Collections.<String>emptyList()
                : Arrays.asList(path.trim().split(" +"));
    }

    private static Attributes manifest(Map<String, byte[]> marks) throws IOException {
        byte[] manifest = marks.get(MANIFEST);
        return manifest == null
                ? new Attributes()
                : new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
    }
}
