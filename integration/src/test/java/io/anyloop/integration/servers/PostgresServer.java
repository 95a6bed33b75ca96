package io.anyloop.integration.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A PostgreSQL of the test's own, in a directory of its own, on a free port of this machine, with TLS for whoever asks. It
/// refuses to run as root: then it runs as the user `postgres`, whom the system's package brings along.
public final class PostgresServer implements Server {
    private final Path programs;
    private final Path directory;
    private final int port;

    private PostgresServer(Path programs, Path directory, int port) {
        this.programs = programs;
        this.directory = directory;
        this.port = port;
    }

    /// Makes a cluster and starts it.
    public static PostgresServer start() throws IOException {
        Path directory = Files.createTempDirectory("anyloop-postgres");
        if (Programs.isRoot()) {
            Programs.run(List.of("chown", "postgres", directory.toString()));
        }
        var server = new PostgresServer(programs(), directory, Server.freePort());
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
                max_connections = 300
                """
                        .formatted(port),
                StandardOpenOption.APPEND);
        asServer(program("pg_ctl"), "-D", data, "-l", data + "/log", "-w", "-t", "60", "start");
    }

    /// @param more parameters of the driver's, `name=value`
    public String url(String... more) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?%s".formatted(port, String.join("&", more));
    }

    private Path data() {
        return directory.resolve("data");
    }

    private String program(String name) {
        return programs.resolve(name).toString();
    }

    private static Path programs() throws IOException {
        List<Path> releases = Programs.inReleases("/usr/lib/postgresql", "bin");
        return Programs.find("pg_ctl", "postgresql", releases).getParent();
    }

    private static void asServer(String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        if (Programs.isRoot()) {
            whole.addAll(
                    List.of("setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"));
        }
        whole.addAll(List.of(command));
        Programs.run(whole);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        try {
            if (Files.exists(data().resolve("postmaster.pid"))) {
                asServer(program("pg_ctl"), "-D", data().toString(), "-m", "immediate", "stop");
            }
        } finally {
            Programs.delete(directory);
        }
    }
}
