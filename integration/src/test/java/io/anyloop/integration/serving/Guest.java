package io.anyloop.integration.serving;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/// One connection to a server of HTTP, which is kept as long as the server keeps it. It sees what clients hide: whose answer it is,
/// and that a connection ended in the middle of one.
final class Guest implements AutoCloseable {
    /// Longer than any server here may take.
    private static final int PATIENCE_MILLIS = 20_000;

    private final int port;
    private Socket socket;
    private InputStream in;

    Guest(int port) {
        this.port = port;
    }

    /// What a server answered.
    record Answer(int status, String body) {}

    /// Whether a request would go through a connection that has served one.
    boolean isConnected() {
        return socket != null;
    }

    /// Both halves of a number, the second one after a pause.
    Answer ask(String number, Work.How how, long micros, long pauseMillis)
            throws IOException, InterruptedException {
        boolean done = false;
        try {
            begin(number, how, micros);
            Thread.sleep(pauseMillis);
            Answer answer = end(number);
            done = true;
            return answer;
        } finally {
            if (!done) {
                close();
            }
        }
    }

    void begin(String number, Work.How how, long micros) throws IOException {
        if (socket == null) {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        }
        write(
                "POST /%s/%s/%d HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
                        .formatted(
                                number,
                                how,
                                micros,
                                Work.DIGITS,
                                number.substring(0, Work.DIGITS / 2)));
    }

    Answer end(String number) throws IOException {
        write(number.substring(Work.DIGITS / 2));
        int status = Integer.parseInt(line().split(" ")[1]);
        int length = 0;
        boolean ends = false;
        for (String header = line(); !header.isEmpty(); header = line()) {
            String[] parts = header.toLowerCase(Locale.ROOT).split(": *", 2);
            if (parts[0].equals("content-length")) {
                length = Integer.parseInt(parts[1]);
            } else if (parts[0].equals("connection")) {
                ends = parts[1].equals("close");
            } else if (parts[0].equals("transfer-encoding")) {
                throw new IOException("The length is unknown: " + header);
            }
        }
        byte[] body = in.readNBytes(length);
        if (body.length < length) {
            throw new EOFException("The answer ends after " + body.length + " bytes");
        }
        if (ends) {
            close();
        }
        return new Answer(status, new String(body, US_ASCII));
    }

    private void write(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException("The server closed the connection");
            }
            if (c != '\r') {
                line.append((char) c);
            }
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) {
            socket.close();
            socket = null;
        }
    }
}
