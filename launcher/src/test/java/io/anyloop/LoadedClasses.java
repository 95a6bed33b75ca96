package io.anyloop;

import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.SimpleFormatter;
import java.util.stream.Stream;

/// Loads all classes of ours that lie in folders: without descriptors Java could not, and never tries twice.
final class LoadedClasses {
    private static boolean isDone;

    private LoadedClasses() {}

    static synchronized void load() throws IOException, URISyntaxException {
        if (isDone) {
            return;
        }
        var places =
                Stream.concat(
                                Stream.of(Hub.class, LoopProvider.class, Stage.class),
                                Loops.all().stream().map(Object::getClass))
                        .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                        .distinct()
                        .toList();
        for (var place : places) {
            var folder = Path.of(place.toURI());
            if (Files.isDirectory(folder)) {
                loadAll(folder);
            }
        }
        // What a log's line needs reads files of the JDK's, once and for all.
        new SimpleFormatter().format(new LogRecord(Level.INFO, "a line"));
        isDone = true;
    }

    private static void loadAll(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            files.map(file -> folder.relativize(file).toString())
                    .filter(name -> name.endsWith(".class") && !name.contains("-info"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .forEach(LoadedClasses::load);
        }
    }

    private static void load(String name) {
        try {
            Class.forName(name, false, LoadedClasses.class.getClassLoader());
        } catch (ClassNotFoundException | LinkageError e) {
            // One that needs what is not here is not needed here.
        }
    }
}
