package io.anyloop.agent;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/// The Anyloop that lies in the agent's own jar, with its loops and what they need: each library in a folder of its own. A program
/// does not see it, so it may have others of the same names.
final class OwnLibrary extends ClassLoader {
    private static final String FOLDER = "own/";

    static {
        registerAsParallelCapable();
    }

    private final JarFile jar;
    private final String base;
    private final ProtectionDomain domain;
    private final Set<String> folders = new LinkedHashSet<>();

    private OwnLibrary(File file) throws IOException {
        super("anyloop", getPlatformClassLoader());
        jar = new JarFile(file);
        URL address = file.toURI().toURL();
        base = "jar:" + address + "!/";
        domain = new ProtectionDomain(new CodeSource(address, (Certificate[]) null), null);
        jar.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.startsWith(FOLDER))
                .map(name -> name.substring(0, name.indexOf('/', FOLDER.length()) + 1))
                .filter(name -> !name.isEmpty())
                .forEach(folders::add);
    }

    /// Of the jar in which this class is. It may have none: then nothing is found in it.
    static ClassLoader open() throws IOException {
        try {
            URL place = OwnLibrary.class.getProtectionDomain().getCodeSource().getLocation();
            return new OwnLibrary(new File(place.toURI()));
        } catch (URISyntaxException | IllegalArgumentException e) {
            throw new IOException("The agent's jar cannot be found.", e);
        }
    }

    private JarEntry entry(String name) {
        for (String folder : folders) {
            JarEntry entry = jar.getJarEntry(folder + name);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        JarEntry entry = entry(name.replace('.', '/') + ".class");
        if (entry == null) {
            throw new ClassNotFoundException(name);
        }
        try (InputStream in = jar.getInputStream(entry)) {
            byte[] bytes = in.readAllBytes();
            return defineClass(name, bytes, 0, bytes.length, domain);
        } catch (IOException e) {
            throw new ClassNotFoundException(name, e);
        }
    }

    @Override
    protected URL findResource(String name) {
        JarEntry entry = entry(name);
        return entry == null ? null : url(entry);
    }

    @Override
    protected Enumeration<URL> findResources(String name) {
        List<URL> all = new ArrayList<>();
        for (String folder : folders) {
            JarEntry entry = jar.getJarEntry(folder + name);
            if (entry != null) {
                all.add(url(entry));
            }
        }
        return Collections.enumeration(all);
    }

    private URL url(JarEntry entry) {
        try {
            return URI.create(base + entry.getName()).toURL();
        } catch (MalformedURLException e) {
            throw new IllegalStateException("No address for " + entry, e);
        }
    }
}
