package io.anyloop.beer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.model.BrokerModel;

/// An AMQP broker within this program, on threads of its own: Apache Qpid Broker-J.
final class LocalBroker implements AutoCloseable {
    private static final String CONFIGURATION =
            """
            {
              "name": "beer",
              "modelVersion": "%s",
              "authenticationproviders": [{
                "name": "plain", "type": "Plain", "secureOnlyMechanisms": [],
                "users": [{"name": "guest", "password": "guest", "type": "managed"}]
              }],
              "ports": [{
                "name": "amqp", "port": "%d", "bindingAddress": "127.0.0.1", "protocols": ["AMQP_0_9_1"],
                "authenticationProvider": "plain",
                "virtualhostaliases": [
                  {"name": "default", "type": "defaultAlias"}, {"name": "name", "type": "nameAlias"}
                ]
              }],
              "virtualhostnodes": [{
                "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
                "virtualHostInitialConfiguration": "{\\"type\\": \\"Memory\\"}"
              }]
            }
            """;

    private final SystemLauncher launcher = new SystemLauncher();
    private final int port;

    private LocalBroker(int port) {
        this.port = port;
    }

    static LocalBroker start() throws Exception {
        var broker = new LocalBroker(freePort());
        Path file = Files.createTempFile("anyloop-beer", ".json");
        try {
            Files.writeString(
                    file, CONFIGURATION.formatted(BrokerModel.MODEL_VERSION, broker.port));
            broker.launcher.startup(
                    Map.of(
                            "type",
                            "Memory",
                            "initialConfigurationLocation",
                            file.toUri().toString(),
                            "startupLoggedToSystemOut",
                            false));
        } finally {
            Files.delete(file);
        }
        return broker;
    }

    static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI uri() {
        return URI.create("amqp://guest:guest@127.0.0.1:" + port);
    }

    @Override
    public void close() {
        launcher.shutdown();
    }
}
