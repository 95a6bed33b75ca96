package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/// The JDK's `SSLSocket`, in a small pool that closes what a question failed on, and has a new one made in its place.
public final class TlsClient implements Client {
    private static final int SIZE = 2;

    private final int port;
    private final SSLSocketFactory factory;

    /// Places, of which each has a socket that is idle, or `this` if there is none yet.
    private final BlockingQueue<AutoCloseable> places = new ArrayBlockingQueue<>(SIZE);

    private TlsClient(int port, SSLSocketFactory factory) {
        this.port = port;
        this.factory = factory;
        for (int i = 0; i < SIZE; i++) {
            places.add(this);
        }
    }

    public static Client at(int port) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new Anybody()}, null);
        return new TlsClient(port, context.getSocketFactory());
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws Exception {
        AutoCloseable place = places.take();
        AutoCloseable next = this;
        Socket socket = null;
        try {
            socket = place instanceof Socket idle ? idle : factory.createSocket("127.0.0.1", port);
            whenConnected.run();
            long answer = ask(socket, number);
            next = socket;
            return answer;
        } finally {
            if (next == this && socket != null) {
                socket.close();
            }
            places.add(next);
        }
    }

    private static long ask(Socket socket, long number) throws IOException {
        socket.getOutputStream().write((number + "\n").getBytes(US_ASCII));
        InputStream in = socket.getInputStream();
        long answer = 0;
        for (int digit = in.read(); digit != '\n'; digit = in.read()) {
            if (digit < 0) {
                throw new EOFException();
            }
            answer = 10 * answer + digit - '0';
        }
        return answer;
    }

    @Override
    public int connections() {
        return SIZE;
    }

    @Override
    public void close() {
        for (AutoCloseable place : places) {
            if (place instanceof Socket socket) {
                try {
                    socket.close();
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            }
        }
    }

    /// Nobody knows the server's key.
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {
            // It is asked of servers.
        }

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, java.net.Socket socket) {
            // Any will do.
        }

        @Override
        public void checkClientTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            // It is asked of servers.
        }

        @Override
        public void checkServerTrusted(
                X509Certificate[] chain, String type, javax.net.ssl.SSLEngine engine) {
            // Any will do.
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            // It is asked of servers.
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // Any will do.
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
