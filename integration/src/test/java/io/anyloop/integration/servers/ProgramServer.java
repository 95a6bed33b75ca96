package io.anyloop.integration.servers;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A program of the system that serves a port until it is ended, with a directory of its own.
final class ProgramServer implements Server {
    /// RabbitMQ takes ten seconds, and on a busy machine a minute.
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(180);

    private static final int STOP_SECONDS = 20;

    private final Process process;
    private final Path directory;
    private final int port;

    private ProgramServer(Process process, Path directory, int port) {
        this.process = process;
        this.directory = directory;
        this.port = port;
    }

    /// Returns when somebody listens at the port.
    ///
    /// @param directory is deleted at the end
    static ProgramServer start(
            List<String> command, Map<String, String> environment, Path directory, int port)
            throws IOException, InterruptedException {
        Path log = directory.resolve("said.log");
        var builder =
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        var server = new ProgramServer(builder.start(), directory, port);
        long begin = System.nanoTime();
        while (!server.listens()) {
            if (!server.process.isAlive() || System.nanoTime() - begin > START_NANOS) {
                String said = Files.readString(log, StandardCharsets.UTF_8);
                server.close();
                throw new IOException(
                        String.join(" ", command) + " does not listen. It said: " + said);
            }
            Thread.sleep(50);
        }
        return server;
    }

    private boolean listens() {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() throws IOException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.destroyForcibly().onExit().join();
        }
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(handle -> handle.onExit().join());
        Programs.delete(directory);
    }
}
