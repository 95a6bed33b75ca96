package io.anyloop.integration.servers;

import java.io.IOException;

/// A server with something to end after it.
record Closing(Server server, Runnable more) implements Server {
    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void close() throws IOException {
        try {
            server.close();
        } finally {
            more.run();
        }
    }
}
