package io.anyloop.examples.packaging;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/// Tells who watches over a read. Also the whole program of [FatJarTest].
public final class Talk {
    private Talk() {}

    /// Prints what it found.
    public static void main(String[] arguments) throws Exception {
        try (Hub hub = Hub.open("select")) {
            System.out.println(on(hub));
        }
    }

    /// Reads a socket in a greenlet of the hub.
    static String on(Hub hub) throws Exception {
        return hub.call(() -> {
            try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                    var here = new Socket(server.getInetAddress(), server.getLocalPort());
                    var there = server.accept()) {
                var reader = Greenlet.spawn(() -> here.getInputStream().read());
                Greenlet.idle();
                String stack = List.of(reader.thread().getStackTrace()).toString();
                there.getOutputStream().write(1);
                reader.get();
                return stack.contains("AnyloopHook") ? "by the hub" : "by the JDK";
            }
        });
    }
}
