package io.anyloop.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.SocketAddress;
import java.util.Arrays;

/// Receives datagrams, and sends the replies.
final class DatagramListener implements Listener {
    /// The longest there is.
    private static final int LONGEST = 65_535;

    private final DatagramSocket socket;
    private final SocketAddress address;
    private final DatagramHandler handler;
    private final byte[] buffer = new byte[LONGEST];

    DatagramListener(DatagramSocket socket, DatagramHandler handler) {
        this.socket = socket;
        this.address = socket.getLocalSocketAddress();
        this.handler = handler;
    }

    @Override
    public Errand next() throws IOException {
        DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
        socket.receive(packet);
        return new Received(Arrays.copyOf(buffer, packet.getLength()), packet.getSocketAddress());
    }

    @Override
    public boolean isOpen() {
        return !socket.isClosed();
    }

    @Override
    public void close() {
        socket.close();
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    /// The JDK sends one datagram at a time. But a greenlet that brings an interrupt along (a kill that found it waiting in
    /// the JDK, and its `finally` says goodbye) would close a channel, which is everybody's here: so without it.
    private void send(byte[] data, SocketAddress to) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            socket.send(new DatagramPacket(data, data.length, to));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private final class Received implements Errand {
        private final byte[] data;
        private final SocketAddress sender;

        Received(byte[] data, SocketAddress sender) {
            this.data = data;
            this.sender = sender;
        }

        @Override
        public void serve() throws Exception {
            handler.handle(data, sender, reply -> send(reply, sender));
        }

        @Override
        public void drop() {
            // There is nothing to be closed.
        }
    }
}
