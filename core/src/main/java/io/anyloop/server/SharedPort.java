package io.anyloop.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/// Several sockets that listen on one port, among which the system deals connections out.
///
/// Only Linux does: other systems know the option (`SO_REUSEPORT`) too, but give all connections to one of the sockets.
final class SharedPort {
    private static final boolean IS_DEALT_OUT = System.getProperty("os.name").startsWith("Linux");

    /// Opens one listener.
    @FunctionalInterface
    interface Opener {
        Listener open(Binding binding) throws IOException;
    }

    private SharedPort() {}

    static boolean fits(SocketAddress address) {
        return IS_DEALT_OUT && address instanceof InetSocketAddress;
    }

    /// Opens so many listeners on one port, or none at all.
    static List<Listener> open(int count, Binding binding, Opener opener) throws IOException {
        SocketAddress where = Addresses.resolved(binding.address());
        refuseTaken(where);
        List<Listener> opened = new ArrayList<>(count);
        try {
            for (int i = 0; i < count; i++) {
                opened.add(opener.open(binding.sharedAt(where)));
                where = opened.get(0).address();
            }
        } catch (Throwable e) {
            opened.forEach(Listener::close);
            throw e;
        }
        return opened;
    }

    /// A port that may be shared is shared with any program of the same user that says so as well, a second start of this
    /// one for example. So it is looked first whether somebody is there, with a socket that shares nothing and does not
    /// listen.
    private static void refuseTaken(SocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open()) {
            probe.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            probe.bind(address);
        } catch (IOException e) {
            throw Addresses.cannotListen(address, e);
        }
    }
}
