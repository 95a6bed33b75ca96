package io.anyloop.integration.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Servers that are programs of the system, each in a directory of its own, on a free port.
final class Systems {
    private static final String HERE = "127.0.0.1";

    private Systems() {}

    static Server mariaDb() throws IOException, InterruptedException {
        List<Path> usual = List.of(Path.of("/usr/sbin"), Path.of("/usr/local/sbin"));
        String debian = "mariadb-server-core";
        Path server = Programs.find("mariadbd", debian, usual);
        Path setUp = Programs.find("mariadb-install-db", debian, usual);
        Path directory = Files.createTempDirectory("anyloop-mariadb");
        List<String> asRoot = Programs.isRoot() ? List.of("--user=root") : List.of();
        String data = "--datadir=" + directory.resolve("data");
        Programs.run(join(List.of("" + setUp, "--no-defaults", data, "--skip-test-db"), asRoot));
        int port = Server.freePort();
        List<String> command =
                List.of(
                        "" + server,
                        "--no-defaults",
                        data,
                        "--bind-address=" + HERE,
                        "--port=" + port,
                        "--socket=" + directory.resolve("socket"),
                        "--skip-grant-tables",
                        "--max-connections=500",
                        "--innodb-flush-log-at-trx-commit=0");
        return ProgramServer.start(join(command, asRoot), Map.of(), directory, port);
    }

    static Server redis() throws IOException, InterruptedException {
        Path server = Programs.find("redis-server", "redis-server", List.of());
        int port = Server.freePort();
        List<String> command =
                List.of("" + server, "--bind", HERE, "--port", "" + port, "--save", "");
        return ProgramServer.start(
                command, Map.of(), Files.createTempDirectory("anyloop-redis"), port);
    }

    /// Not by the command on the PATH, which changes users and keeps everything where the system does. The daemon that names its
    /// nodes would outlive it, if it were not started here.
    static Server rabbitMq() throws IOException, InterruptedException {
        String debian = "rabbitmq-server";
        List<Path> programs = Programs.inReleases("/usr/lib/rabbitmq/lib", "sbin");
        Path server = Programs.find("rabbitmq-server", debian, programs);
        Path names = Programs.find("epmd", debian, List.of());
        String namesPort = "" + Server.freePort();
        Path directory = Files.createTempDirectory("anyloop-rabbitmq");
        int port = Server.freePort();
        String files = directory.toString();
        Files.writeString(
                directory.resolve("rabbitmq.conf"), "listeners.tcp.1 = 127.0.0.1:" + port);
        Files.writeString(directory.resolve("plugins"), "[].");
        Map<String, String> environment =
                Map.of(
                        "HOME", files,
                        "RABBITMQ_NODENAME", "anyloop" + port + "@localhost",
                        "RABBITMQ_CONFIG_FILE", files + "/rabbitmq.conf",
                        "RABBITMQ_ENABLED_PLUGINS_FILE", files + "/plugins",
                        "RABBITMQ_MNESIA_BASE", files + "/data",
                        "RABBITMQ_LOG_BASE", files + "/logs",
                        "RABBITMQ_DIST_PORT", "" + Server.freePort(),
                        "ERL_EPMD_PORT", namesPort,
                        "ERL_EPMD_ADDRESS", HERE,
                        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS", "+S 1:1");
        Process naming =
                new ProcessBuilder("" + names, "-port", namesPort, "-address", HERE).start();
        try {
            Server broker = ProgramServer.start(List.of("" + server), environment, directory, port);
            return new Closing(broker, naming::destroy);
        } catch (IOException | RuntimeException e) {
            naming.destroy();
            throw e;
        }
    }

    private static List<String> join(List<String> one, List<String> other) {
        List<String> all = new ArrayList<>(one);
        all.addAll(other);
        return all;
    }
}
