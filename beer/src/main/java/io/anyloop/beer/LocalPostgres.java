package io.anyloop.beer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL of this program's own, by the programs that are installed: in a directory that is deleted, on a free port. It
/// refuses to run as root; then it runs as the user `postgres`, whom the system's package brings along.
final class LocalPostgres implements AutoCloseable {
    private static final boolean ROOT = System.getProperty("user.name").equals("root");

    private final Path programs;
    private final Path directory;
    private final int port = LocalBroker.freePort();

    private LocalPostgres(Path programs, Path directory) {
        this.programs = programs;
        this.directory = directory;
    }

    /// @param path where to look for its programs, as in the variable PATH
    static LocalPostgres start(String path) throws IOException {
        Path programs = programs(path);
        Path directory = Files.createTempDirectory("anyloop-beer");
        var server = new LocalPostgres(programs, directory);
        try {
            server.begin();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static Path programs(String path) throws IOException {
        var places = new ArrayList<Path>();
        Path debian = Path.of("/usr/lib/postgresql");
        if (path.contains("/usr/bin") && Files.isDirectory(debian)) {
            try (Stream<Path> releases = Files.list(debian)) {
                releases.sorted(Comparator.reverseOrder())
                        .forEach(release -> places.add(release.resolve("bin")));
            }
        }
        for (String place : path.split(java.io.File.pathSeparator)) {
            places.add(Path.of(place));
        }
        return places.stream()
                .filter(place -> Files.isExecutable(place.resolve("initdb")))
                .filter(place -> Files.isExecutable(place.resolve("pg_ctl")))
                .findFirst()
                .orElseThrow(() ->
                        new IOException(
                                "No PostgreSQL was found: install it (Debian: apt-get install postgresql), put its initdb and pg_ctl on the PATH, or name a server by --database jdbc:postgresql://HOST/NAME?user=…&password=…"));
    }

    private void begin() throws IOException {
        if (ROOT) {
            run(List.of("chown", "postgres", directory.toString()));
        }
        server("initdb", "-D", data(), "-U", "beer", "-A", "trust", "--no-sync");
        Files.writeString(
                Path.of(data(), "postgresql.conf"),
                """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                fsync = off
                """
                        .formatted(port),
                StandardOpenOption.APPEND);
        server("pg_ctl", "-D", data(), "-l", data() + "/log", "-w", "-t", "60", "start");
    }

    private String data() {
        return directory.resolve("data").toString();
    }

    private void server(String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        if (ROOT) {
            command.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        command.add(programs.resolve(program).toString());
        command.addAll(List.of(arguments));
        run(command);
    }

    /// What it says goes to a file: a server that goes on would keep a pipe open.
    private static void run(List<String> command) throws IOException {
        Path said = Files.createTempFile("anyloop-beer", ".log");
        try {
            int status =
                    new ProcessBuilder(command)
                            .directory(Path.of("/").toFile())
                            .redirectErrorStream(true)
                            .redirectOutput(said.toFile())
                            .start()
                            .onExit()
                            .join()
                            .exitValue();
            if (status != 0) {
                String why = Files.readString(said, StandardCharsets.UTF_8);
                throw new IOException(String.join(" ", command) + " failed: " + why);
            }
        } finally {
            Files.delete(said);
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?user=beer&sslmode=disable";
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(Path.of(data(), "postmaster.pid"))) {
                server("pg_ctl", "-D", data(), "-m", "immediate", "-w", "stop");
            }
        } finally {
            try (Stream<Path> all = Files.walk(directory)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
    }
}
