package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyloop.Sockets;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/// A pool such as there must not be: proof that what the matrix looks for would be found.
public final class CarelessClient implements Client {
    private static final int SIZE = 2;
    private static final int PATIENCE_SECONDS = 1;

    private final BlockingQueue<Socket> idle = new ArrayBlockingQueue<>(SIZE);
    private final boolean loses;

    private CarelessClient(boolean loses) {
        this.loses = loses;
    }

    /// Lends a connection again that was cut off in the middle of an answer. Leaves all of them open at the end.
    public static Client lendingWhatWasCutOff(int port) throws IOException {
        return filled(new CarelessClient(false), port);
    }

    /// Forgets a connection that was cut off.
    public static Client losingWhatWasCutOff(int port) throws IOException {
        return filled(new CarelessClient(true), port);
    }

    private static Client filled(CarelessClient client, int port) throws IOException {
        for (int i = 0; i < SIZE; i++) {
            client.idle.add(new Socket("127.0.0.1", port));
        }
        return client;
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws Exception {
        Socket socket = idle.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (socket == null) {
            throw new IOException("No connection.");
        }
        boolean answered = false;
        try {
            long answer = Sockets.keeping(() -> ask(socket, number, whenConnected));
            answered = true;
            return answer;
        } finally {
            if (answered || !loses) {
                idle.add(socket);
            }
        }
    }

    private static long ask(Socket socket, long number, Runnable whenConnected) {
        whenConnected.run();
        try {
            socket.getOutputStream().write((number + "\n").getBytes(US_ASCII));
            InputStream in = socket.getInputStream();
            long answer = 0;
            for (int digit = in.read(); digit != '\n'; digit = in.read()) {
                answer = 10 * answer + digit - '0';
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public int connections() {
        return SIZE;
    }

    @Override
    public void close() {
        if (loses) {
            idle.forEach(CarelessClient::end);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
