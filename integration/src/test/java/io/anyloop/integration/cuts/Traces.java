package io.anyloop.integration.cuts;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// What a client leaves behind in the system: as Linux shows it.
public final class Traces {
    /// The connection is open, or the other side has closed it.
    private static final Set<String> HELD = Set.of("01", "08");

    private Traces() {}

    /// The open sockets of this process.
    public static int sockets() {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return (int) all.filter(Traces::isSocket).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isSocket(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
        } catch (NoSuchFileException e) {
            return false; // It was that of the listing itself, or was closed just now.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The connections that the server at a port of this machine holds.
    static int atServer(int port) {
        String local = ":%04X".formatted(port).toUpperCase(Locale.ROOT);
        int held = 0;
        for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : lines(Path.of(table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[1].endsWith(local) && HELD.contains(fields[3])) {
                    held++;
                }
            }
        }
        return held;
    }

    private static List<String> lines(Path table) {
        try {
            return Files.readAllLines(table);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
