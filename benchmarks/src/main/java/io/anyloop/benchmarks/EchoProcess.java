package io.anyloop.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A server that runs. Closing it ends it.
final class EchoProcess implements AutoCloseable {
    static final String PORT = "port";

    private static final int SECONDS_TO_END = 5;

    private final Process process;
    private final int port;

    private EchoProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /// Starts a server and waits until it listens.
    static EchoProcess start(EchoPeer peer, Cores cores) throws IOException {
        return start(peer, cores.server());
    }

    /// Starts a server that answers another server, where the load runs.
    static EchoProcess startBehind(EchoPeer peer, Cores cores) throws IOException {
        return start(peer, cores.load());
    }

    private static EchoProcess start(EchoPeer peer, List<String> place) throws IOException {
        List<String> command = new ArrayList<>(place);
        command.addAll(peer.command());
        Process process =
                new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try {
            return new EchoProcess(process, readPort(process.inputReader(), peer));
        } catch (IOException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static int readPort(BufferedReader output, EchoPeer peer) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(PORT + "=")) {
                return Integer.parseInt(line.substring(PORT.length() + 1));
            }
        }
        throw new IOException(
                "The server %s ended before it told its port: %s"
                        .formatted(peer.name(), peer.command()));
    }

    int port() {
        return port;
    }

    /// The server itself: taskset becomes what it starts.
    Process process() {
        return process;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        try {
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
