package io.anyloop.examples.programs;

import io.anyloop.Hub;
import io.anyloop.group.Pool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;

/// Which ports of this machine somebody listens on, looked at two hundred at a time.
final class PortScan {
    private static final int PATIENCE_MILLIS = 500;

    private PortScan() {}

    static void main(String... args) {
        int first = args.length > 0 ? Integer.parseInt(args[0]) : 1;
        int last = args.length > 1 ? Integer.parseInt(args[1]) : 65_535;
        List<Integer> ports = IntStream.rangeClosed(first, last).boxed().toList();
        IO.println("Open: " + Hub.run(() -> open(ports)));
    }

    static TreeSet<Integer> open(List<Integer> ports) {
        var open = new TreeSet<Integer>(); // no lock: one greenlet runs at a time
        try (var pool = new Pool(200)) {
            pool.map(ports, port -> answers(port) && open.add(port));
        }
        return open;
    }

    private static boolean answers(int port) {
        try (var socket = new Socket()) {
            socket.connect(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            return true;
        } catch (IOException e) {
            return false; // refused, or too slow
        }
    }
}
