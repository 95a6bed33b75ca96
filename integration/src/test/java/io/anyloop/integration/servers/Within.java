package io.anyloop.integration.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.ftpserver.ConnectionConfigFactory;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.util.security.SecurityUtils;
import org.apache.sshd.server.SshServer;

/// Servers that run within the test, on threads of their own.
final class Within {
    private static final String HERE = "127.0.0.1";

    private interface End {
        void end() throws IOException;
    }

    private record Running(int port, End atEnd) implements Server {
        @Override
        public void close() throws IOException {
            atEnd.end();
        }
    }

    private Within() {}

    /// Answers with the path, in two parts.
    static Server http() throws IOException {
        ExecutorService threads = Executors.newCachedThreadPool();
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 500);
        server.setExecutor(threads);
        server.createContext("/", Within::answer);
        server.start();
        return new Running(
                server.getAddress().getPort(),
                () -> {
                    server.stop(0);
                    threads.shutdownNow();
                });
    }

    private static void answer(HttpExchange exchange) throws IOException {
        byte[] path = exchange.getRequestURI().getPath().substring(1).getBytes(US_ASCII);
        try (exchange) {
            exchange.sendResponseHeaders(200, path.length);
            exchange.getResponseBody().write(path, 0, path.length / 2);
            exchange.getResponseBody().flush();
            Server.answerSlowly();
            exchange.getResponseBody().write(path, path.length / 2, path.length - path.length / 2);
        }
    }

    static Server ftp() throws IOException, FtpException {
        Path directory = Files.createTempDirectory("anyloop-ftp");
        var listener = new ListenerFactory();
        listener.setServerAddress(HERE);
        listener.setPort(0);
        var connections = new ConnectionConfigFactory();
        connections.setMaxLogins(500);
        connections.setMaxThreads(50);
        connections.setLoginFailureDelay(0);
        var user = new BaseUser();
        user.setName(Server.USER);
        user.setPassword(Server.USER);
        user.setHomeDirectory(directory.toString());
        user.setAuthorities(List.of(new WritePermission()));
        var factory = new FtpServerFactory();
        var listening = listener.createListener();
        factory.addListener("default", listening);
        factory.setConnectionConfig(connections.createConnectionConfig());
        factory.getUserManager().save(user);
        var server = factory.createServer();
        server.start();
        return new Running(
                listening.getPort(),
                () -> {
                    server.stop();
                    Programs.delete(directory);
                });
    }

    /// Lets everybody in, and answers a command with its name.
    static Server ssh() throws Exception {
        var keys = SecurityUtils.getKeyPairGenerator("EC");
        keys.initialize(256);
        var server = SshServer.setUpDefaultServer();
        server.setHost(HERE);
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(keys.generateKeyPair()));
        server.setPasswordAuthenticator((user, password, session) -> true);
        server.setCommandFactory((channel, command) -> new EchoCommand(command));
        server.start();
        return new Running(server.getPort(), () -> server.stop(true));
    }
}
