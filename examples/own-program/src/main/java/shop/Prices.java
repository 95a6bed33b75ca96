package shop;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.anyloop.Hub;
import io.anyloop.group.Pool;
import io.anyloop.Timeout;
import io.anyloop.server.StreamServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/// A server of prices, and a hundred shops that ask it, all on one thread. One shop in ten asks for what nobody has: the server keeps
/// silent, and the shop's patience ends.
public final class Prices {
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private Prices() {}

    /// Prints what the shops heard.
    static void main() throws IOException {
        IO.println(Hub.run(() -> ask(100)));
    }

    static String ask(int shops) throws IOException {
        try (var server = StreamServer.on("127.0.0.1:0", Prices::serve).start();
                var pool = new Pool(20)) {
            var numbers = IntStream.range(0, shops).boxed().toList();
            List<String> heard = pool.map(numbers, number -> ask(server.port(), number));
            long late = heard.stream().filter("too late"::equals).count();
            return "%d prices, %d too late, on the loop %s"
                    .formatted(shops - late, late, Hub.current().loopName());
        }
    }

    static String ask(int port, int beer) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.getOutputStream().write((beer + "\n").getBytes(UTF_8));
            return Timeout.callOr(PATIENCE, () -> line(socket), "too late");
        }
    }

    private static void serve(Socket socket) throws IOException {
        int beer = Integer.parseInt(line(socket));
        if (beer % 10 != 9) {
            socket.getOutputStream().write((beer * 3 + "\n").getBytes(UTF_8));
        }
        socket.getInputStream().read(); // until the shop goes
    }

    private static String line(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8)).readLine();
    }
}
