package io.anyloop.examples.models;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;

/// One connection that asks again and again, as a browser does.
public final class Asker implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    /// Connects.
    ///
    /// @throws IOException if nobody listens
    public Asker(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /// Asks, and waits for the body of the answer.
    ///
    /// @throws IOException if the answer is not that all is well
    public String ask(String path) throws IOException {
        String head = "GET " + path + " HTTP/1.1\r\nhost: localhost\r\n\r\n";
        socket.getOutputStream().write(head.getBytes());
        String status = line();
        int length = 0;
        for (String header = line(); !header.isEmpty(); header = line()) {
            if (header.toLowerCase().startsWith("content-length:")) {
                length = Integer.parseInt(header.substring(header.indexOf(':') + 1).strip());
            }
        }
        String body = new String(in.readNBytes(length));
        if (!status.contains(" 200 ")) {
            throw new IOException(status + " for " + path + ": " + body);
        }
        return body;
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The service has closed the connection.");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
