package io.anyloop.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// As much of Redis as the example asks for: counters, over its protocol RESP 2.
final class RespServer {
    private final Map<String, Long> counters = new HashMap<>();

    void serve(Socket socket) throws IOException {
        var in = new BufferedInputStream(socket.getInputStream());
        try {
            while (true) {
                socket.getOutputStream().write(answer(command(in)).getBytes(UTF_8));
            }
        } catch (EOFException e) {
            socket.close();
        }
    }

    private String answer(List<String> command) {
        return switch (command.getFirst()) {
            case "INCR" -> ":" + counters.merge(command.get(1), 1L, Long::sum) + "\r\n";
            case "PING" -> "+PONG\r\n";
            case "CLIENT" -> "+OK\r\n";
            default -> "-ERR unknown command '" + command.getFirst() + "'\r\n";
        };
    }

    /// `*2 $4 INCR $5 /home`, each on a line.
    private static List<String> command(InputStream in) throws IOException {
        var words = new ArrayList<String>();
        for (int i = number(in); i > 0; i--) {
            byte[] word = in.readNBytes(number(in));
            in.skipNBytes(2);
            words.add(new String(word, UTF_8));
        }
        return words;
    }

    private static int number(InputStream in) throws IOException {
        var digits = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                throw new EOFException();
            }
            if (Character.isDigit(c)) {
                digits.append((char) c);
            }
        }
        return Integer.parseInt(digits, 0, digits.length(), 10);
    }
}
