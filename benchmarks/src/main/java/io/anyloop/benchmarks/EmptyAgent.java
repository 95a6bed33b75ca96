package io.anyloop.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/// An agent that does nothing: what any agent costs by being there.
public final class EmptyAgent {
    private EmptyAgent() {}

    /// Called by the JVM before a program's main method.
    ///
    /// @param options ignored
    public static void premain(String options) {
        // Nothing, that is the point.
    }

    /// Makes its jar.
    static Path jar() throws IOException {
        Path jar = Places.result("empty-agent.jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Premain-Class", EmptyAgent.class.getName());
        String file = EmptyAgent.class.getName().replace('.', '/') + ".class";
        try (OutputStream out = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(out, manifest);
                InputStream code = EmptyAgent.class.getResourceAsStream("/" + file)) {
            entries.putNextEntry(new JarEntry(file));
            code.transferTo(entries);
            entries.closeEntry();
        }
        return jar;
    }
}
