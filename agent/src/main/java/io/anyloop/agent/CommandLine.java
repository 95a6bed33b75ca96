package io.anyloop.agent;

import java.io.File;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/// A program as its command line names it, behind `java`.
///
/// @param classPath its class path
/// @param jar whether that is a jar which names the class itself
/// @param main the class; null if the jar names it and was not read yet
/// @param arguments for that
/// @param properties to be set before
record CommandLine(
        String classPath,
        boolean jar,
        String main,
        List<String> arguments,
        Map<String, String> properties) {
    private static final String LOADERS = "jdk.internal.loader";

    /// @throws IllegalArgumentException if that is no program, or one that cannot be started in a virtual machine that runs already
    static CommandLine of(List<String> words) {
        Map<String, String> properties = new HashMap<>();
        String classPath = System.getenv().getOrDefault("CLASSPATH", ".");
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            boolean hasNext = i + 1 < words.size();
            if (word.startsWith("-D")) {
                int value = word.indexOf('=');
                properties.put(
                        word.substring(2, value < 0 ? word.length() : value),
                        value < 0 ? "" : word.substring(value + 1));
            } else if (word.equals("-jar") && hasNext) {
                return new CommandLine(
                        words.get(i + 1),
                        true,
                        null,
                        words.subList(i + 2, words.size()),
                        properties);
            } else if (Set.of("-cp", "-classpath", "--class-path").contains(word) && hasNext) {
                classPath = words.get(++i);
            } else if (word.startsWith("--class-path=")) {
                classPath = word.substring(word.indexOf('=') + 1);
            } else if (word.startsWith("-")) {
                throw new IllegalArgumentException(
                        "The option %s is one for a virtual machine that is about to start. Put it before -jar anyloop-run.jar; for modules, use -javaagent:anyloop-run.jar instead."
                                .formatted(word));
            } else {
                return new CommandLine(
                        expanded(classPath),
                        false,
                        word.replace('/', '.'),
                        words.subList(i + 1, words.size()),
                        properties);
            }
        }
        throw new IllegalArgumentException(
                "There is no program behind --. Name one as behind java: -jar app.jar, or -cp … Main.");
    }

    /// A star in the end stands for each jar there.
    private static String expanded(String classPath) {
        List<String> all = new ArrayList<>();
        for (String entry : classPath.split(File.pathSeparator)) {
            File[] jars =
                    entry.equals("*") || entry.endsWith(File.separator + "*")
                            ? new File(
                                            entry.equals("*")
                                                    ? "."
                                                    : entry.substring(0, entry.length() - 1))
                                    .listFiles((_, name) -> name.toLowerCase().endsWith(".jar"))
                            : null;
            if (jars == null) {
                all.add(entry.isEmpty() ? "." : entry);
            } else {
                for (File found : jars) {
                    all.add(found.getPath());
                }
            }
        }
        return String.join(File.pathSeparator, all);
    }

    /// Makes its class path the one of the system's loader, behind what is there.
    ///
    /// @return the class, not initialised
    Class<?> load(Instrumentation instrumentation) throws IOException, ClassNotFoundException {
        properties.forEach(System::setProperty);
        String name = jar ? mainOfJar(instrumentation) : main;
        for (String entry : classPath.split(File.pathSeparator)) {
            append(new File(entry), instrumentation);
        }
        System.setProperty("java.class.path", classPath);
        System.setProperty("sun.java.command", (jar ? classPath : name) + joined(arguments));
        return Class.forName(name, false, ClassLoader.getSystemClassLoader());
    }

    private static String joined(List<String> arguments) {
        return arguments.isEmpty() ? "" : " " + String.join(" ", arguments);
    }

    private String mainOfJar(Instrumentation instrumentation) throws IOException {
        try (JarFile file = new JarFile(classPath)) {
            Manifest manifest = file.getManifest();
            Attributes attributes =
                    manifest == null ? new Attributes() : manifest.getMainAttributes();
            String name = attributes.getValue(Attributes.Name.MAIN_CLASS);
            if (name == null) {
                throw new IOException("no main manifest attribute, in " + classPath);
            }
            open(attributes.getValue("Add-Exports"), false, instrumentation);
            open(attributes.getValue("Add-Opens"), true, instrumentation);
            if (attributes.getValue("Launcher-Agent-Class") != null) {
                System.err.printf(
                        "anyloop-agent: %s has an agent of its own, which is not started. Use -javaagent:anyloop-run.jar instead of -jar, and it is.%n",
                        classPath);
            }
            return name.strip();
        } catch (IOException e) {
            throw new IOException(
                    "Unable to access jarfile " + classPath + ": " + e.getMessage(), e);
        }
    }

    /// What Java's launcher would do with such a line of a manifest: to the class path.
    private static void open(String packages, boolean opens, Instrumentation instrumentation) {
        if (packages == null) {
            return;
        }
        Set<Module> classPath = Set.of(ClassLoader.getSystemClassLoader().getUnnamedModule());
        for (String one : packages.strip().split("\\s+")) {
            int name = one.indexOf('/');
            if (name > 0) {
                ModuleLayer.boot()
                        .findModule(one.substring(0, name))
                        .ifPresent(module -> {
                            Map<String, Set<Module>> given =
                                    Map.of(one.substring(name + 1), classPath);
                            instrumentation.redefineModule(
                                    module,
                                    Set.of(),
                                    opens ? Map.of() : given,
                                    opens ? given : Map.of(),
                                    Set.of(),
                                    Map.of());
                        });
            }
        }
    }

    private static void append(File entry, Instrumentation instrumentation) throws IOException {
        if (entry.isFile()) {
            try (JarFile file = new JarFile(entry)) {
                instrumentation.appendToSystemClassLoaderSearch(file);
            }
        } else if (entry.isDirectory()) {
            appendFolder(entry, instrumentation);
        }
    }

    /// The public way takes jars only.
    private static void appendFolder(File folder, Instrumentation instrumentation)
            throws IOException {
        ClassLoader loader = ClassLoader.getSystemClassLoader();
        instrumentation.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of(),
                Map.of(LOADERS, Set.of(CommandLine.class.getModule())),
                Set.of(),
                Map.of());
        try {
            Method append =
                    loader.getClass()
                            .getDeclaredMethod("appendToClassPathForInstrumentation", String.class);
            append.setAccessible(true);
            append.invoke(loader, folder.getPath() + File.separator);
        } catch (ReflectiveOperationException e) {
            throw new IOException(
                    "This Java takes no folder, %s, for the class path of a program that runs already. Use -javaagent:anyloop-run.jar instead of -jar, or a jar."
                            .formatted(folder),
                    e);
        }
    }
}
