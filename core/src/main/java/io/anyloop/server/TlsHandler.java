package io.anyloop.server;

import java.io.IOException;
import java.net.Socket;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Puts TLS in front of a handler. The handshake is made where the handler runs: a client that is slow with it holds up
/// nobody else, and one that fails it costs its own connection.
record TlsHandler(
        SSLContext context,
        Consumer<? super SSLParameters> parameters,
        ConnectionHandler<? super Socket> handler)
        implements ConnectionHandler<Socket> {
    @Override
    public void handle(Socket socket) throws Exception {
        SSLSocket secure = wrap(socket);
        try {
            secure.startHandshake();
            handler.handle(secure);
        } finally {
            Closing.quietly(secure);
        }
    }

    private SSLSocket wrap(Socket socket) throws IOException {
        SSLSocket secure =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        socket,
                                        socket.getInetAddress().getHostAddress(),
                                        socket.getPort(),
                                        true);
        secure.setUseClientMode(false);
        SSLParameters chosen = secure.getSSLParameters();
        parameters.accept(chosen);
        secure.setSSLParameters(chosen);
        return secure;
    }
}
