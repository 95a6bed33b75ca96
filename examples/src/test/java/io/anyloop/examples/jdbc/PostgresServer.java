package io.anyloop.examples.jdbc;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// A PostgreSQL of the test's own, in a directory of its own, on a free port of this machine, with TLS for whoever asks. It
/// refuses to run as root: then it runs as the user `postgres`, whom the system's package brings along.
final class PostgresServer implements AutoCloseable {
    static final String USER = "anyloop";

    private static final String REMEDY =
            " Install PostgreSQL (Debian: apt-get install postgresql), or put its initdb and pg_ctl on the PATH.";

    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /// Makes a cluster and starts it.
    static PostgresServer start() throws IOException {
        Path directory = Files.createTempDirectory("anyloop-postgres");
        if (isRoot()) {
            run(List.of("chown", "postgres", directory.toString()));
        }
        var server = new PostgresServer(programs(), directory, freePort());
        try {
            server.begin();
            return server;
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void begin() throws IOException {
        String data = data().toString();
        asServer(program("initdb"), "-D", data, "-U", USER, "-A", "trust", "--no-sync");
        asServer(
                "openssl",
                "req",
                "-new",
                "-x509",
                "-days",
                "2",
                "-nodes",
                "-subj",
                "/CN=localhost",
                "-out",
                data + "/server.crt",
                "-keyout",
                data + "/server.key");
        Files.writeString(
                data().resolve("postgresql.conf"),
                """
                listen_addresses = '127.0.0.1'
                port = %d
                unix_socket_directories = ''
                ssl = on
                fsync = off
                """
                        .formatted(port),
                StandardOpenOption.APPEND);
        asServer(program("pg_ctl"), "-D", data, "-l", data + "/log", "-w", "-t", "60", "start");
    }

    /// @param more parameters of the driver's, `name=value`
    String url(String... more) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?%s".formatted(port, String.join("&", more));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static Path programs() throws IOException {
        Path usual = Path.of("/usr/lib/postgresql");
        List<Path> found = new ArrayList<>();
        for (String place : System.getenv("PATH").split(":")) {
            found.add(Path.of(place));
        }
        if (Files.isDirectory(usual)) {
            try (Stream<Path> releases = Files.list(usual)) {
                releases.map(release -> release.resolve("bin")).sorted().forEach(found::add);
            }
        }
        return found.stream()
                .filter(place -> Files.isExecutable(place.resolve("pg_ctl")))
                .findFirst()
                .orElseThrow(() -> new IOException("No PostgreSQL was found." + REMEDY));
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static boolean isRoot() {
        return System.getProperty("user.name").equals("root");
    }

    private static void asServer(String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (isRoot()) {
            whole.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        run(whole);
    }

    /// What it says goes to a file: a server that goes on would keep a pipe open.
    private static void run(List<String> command) throws IOException {
        Path said = Files.createTempFile("anyloop-postgres", ".log");
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
                throw new IOException(
                        "%s ended with %d: %s"
                                .formatted(
                                        String.join(" ", command),
                                        status,
                                        Files.readString(said, StandardCharsets.UTF_8)));
            }
        } finally {
            Files.delete(said);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(data().resolve("postmaster.pid"))) {
                asServer(program("pg_ctl"), "-D", data().toString(), "-m", "immediate", "stop");
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
