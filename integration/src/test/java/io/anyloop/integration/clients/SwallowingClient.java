package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;

/// A driver such as there are many: whatever comes out of a read is caught, in one of the ways in which drivers do that.
public final class SwallowingClient implements Client {
    private static final int TRIES = 3;

    /// What is done about an exception.
    public enum Way {
        /// `catch (Exception e)`: the connection is dead, so there is no answer.
        EXCEPTION,
        /// The same with `catch (Throwable e)`.
        THROWABLE,
        /// A `finally` throws something else.
        MASK,
        /// It connects again, and asks again.
        RETRY,
        /// It is the cause of another exception.
        WRAP,
        /// A `finally` returns, whatever was thrown.
        RETURN
    }

    private final int port;
    private final Way way;

    private SwallowingClient(int port, Way way) {
        this.port = port;
        this.way = way;
    }

    public static Client.Maker by(Way way) {
        return port -> new SwallowingClient(port, way);
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws IOException {
        return switch (way) {
            case EXCEPTION -> askOrCatchException(number, whenConnected);
            case THROWABLE -> askOrCatchThrowable(number, whenConnected);
            case MASK -> askAndMask(number, whenConnected);
            case RETRY -> askAgain(number, whenConnected);
            case WRAP -> askAndWrap(number, whenConnected);
            case RETURN -> askAndReturn(number, whenConnected);
        };
    }

    private long askOnce(long number, Runnable whenConnected) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            whenConnected.run();
            socket.getOutputStream().write((number + "\n").getBytes(US_ASCII));
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String line = in.readLine();
            if (line == null) {
                throw new IOException("The server has closed the connection.");
            }
            return Long.parseLong(line);
        }
    }

    private long askOrCatchException(long number, Runnable whenConnected) {
        try {
            return askOnce(number, whenConnected);
        } catch (Exception e) {
            return NO_ANSWER;
        }
    }

    private long askOrCatchThrowable(long number, Runnable whenConnected) {
        try {
            return askOnce(number, whenConnected);
        } catch (Throwable e) {
            return NO_ANSWER;
        }
    }

    @SuppressWarnings("finally")
    private long askAndMask(long number, Runnable whenConnected) throws IOException {
        boolean answered = false;
        try {
            long answer = askOnce(number, whenConnected);
            answered = true;
            return answer;
        } finally {
            if (!answered) {
                throw new IOException("There are data left that nobody has read.");
            }
        }
    }

    private long askAgain(long number, Runnable whenConnected) throws IOException {
        IOException last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                return askOnce(number, whenConnected);
            } catch (IOException e) {
                last = e;
            }
        }
        throw last;
    }

    private long askAndWrap(long number, Runnable whenConnected) {
        try {
            return askOnce(number, whenConnected);
        } catch (Throwable e) {
            throw new IllegalStateException("The driver has failed.", e);
        }
    }

    @SuppressWarnings("finally")
    private long askAndReturn(long number, Runnable whenConnected) throws IOException {
        long answer = NO_ANSWER;
        try {
            answer = askOnce(number, whenConnected);
        } finally {
            return answer;
        }
    }

    @Override
    public int connections() {
        return 5;
    }

    @Override
    public void close() {
        // It keeps nothing.
    }
}
