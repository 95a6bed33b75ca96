package io.anyloop.server;

import io.anyloop.Timeout;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/// Puts TLS in front of a handler. The handshake is made where the handler runs: a client that is slow with it holds up
/// nobody else, and one that fails it costs its own connection.
///
/// @param limit how long a handshake may take
record TlsHandler(
        SSLContext context,
        Consumer<? super SSLParameters> parameters,
        Duration limit,
        ConnectionHandler<? super Socket> handler)
        implements ConnectionHandler<Socket> {
    @Override
    public void handle(Socket socket) throws Exception {
        SSLSocket secure = wrap(socket);
        try {
            shakeHands(secure);
            handler.handle(secure);
        } finally {
            Closing.quietly(secure);
        }
    }

    /// A client that says nothing, or one byte now and then, would else keep its place for ever.
    private void shakeHands(SSLSocket secure) throws IOException {
        Timeout late = Timeout.of(limit);
        try {
            late.run(secure::startHandshake);
        } catch (Timeout e) {
            if (e != late) {
                throw e;
            }
            throw new SSLHandshakeException(
                    "The client did not finish its TLS handshake within %s, so its connection is closed. handshakeLimit(limit) sets another limit."
                            .formatted(limit),
                    e);
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
