package io.anyloop.examples.models;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The service in a virtual machine of its own, so that its processor time can be told from that of those who ask.
public final class ServiceProcess implements AutoCloseable {
    private static final int EVENT_LOOPS = 4;

    private final Process process;
    private final BufferedReader says;
    private final PrintStream hears;
    private final int port;

    /// Starts it, and waits until it listens.
    ///
    /// @throws IOException if it does not start
    public ServiceProcess(Kind kind, int instances, SlowDatabase database) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + "/bin/java");
        command.add("-javaagent:" + agent());
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(ServiceProcess.class.getName());
        command.addAll(List.of(kind.name(), "" + instances, "" + database.port()));
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        says = process.inputReader();
        hears = new PrintStream(process.getOutputStream(), true);
        port = Integer.parseInt(answer("port"));
    }

    private static String agent() {
        String jar = System.getProperty("anyloop.agent.jar");
        if (jar == null) {
            throw new IllegalStateException(
                    "Say where the agent lies: -Danyloop.agent.jar=anyloop-agent.jar");
        }
        return jar;
    }

    public int port() {
        return port;
    }

    /// The processor time that it has used, in nanoseconds.
    ///
    /// @throws IOException if it has ended
    public long processorTime() throws IOException {
        hears.println();
        return Long.parseLong(answer("time"));
    }

    private String answer(String name) throws IOException {
        var said = new StringBuilder();
        for (String line = says.readLine(); line != null; line = says.readLine()) {
            if (line.startsWith(name + "=")) {
                return line.substring(name.length() + 1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("The service has ended: " + said);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    static void main(String... args) throws IOException {
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(EVENT_LOOPS)
                                .setPreferNativeTransport(true));
        Kind kind = Kind.valueOf(args[0]);
        int database = Integer.parseInt(args[2]);
        int port = freePort();
        vertx.deployVerticle(
                        () -> new QueryService(kind, database, port),
                        new DeploymentOptions()
                                .setThreadingModel(kind.model)
                                .setInstances(Integer.parseInt(args[1])))
                .await();
        IO.println("port=" + port);
        while (System.in.read() >= 0) {
            var used = ProcessHandle.current().info().totalCpuDuration().orElseThrow();
            IO.println("time=" + used.toNanos());
        }
        vertx.close().await(); // Whoever started this is gone.
    }

    private static int freePort() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return server.getLocalPort();
        }
    }
}
