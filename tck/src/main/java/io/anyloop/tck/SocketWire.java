package io.anyloop.tck;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// A wire of two real sockets on the loopback interface.
final class SocketWire implements Wire {
    private static final int SMALL_BUFFER = 16 * 1024;
    private static final long A_MOMENT = 100_000;

    /// Full is what stays full. A peer may take 40 ms to acknowledge what it has received, and what does not fit into its window
    /// is tried again after 200 ms: only then does the system make room.
    private static final long STEADY = 250_000_000;

    private static final int LOOKS = 20;

    private final SocketChannel watched;
    private final SocketChannel peer;
    private final int descriptor;
    private final ByteBuffer scratch = ByteBuffer.allocate(SMALL_BUFFER);
    private long underway;

    private SocketWire(SocketChannel watched, SocketChannel peer) throws IOException {
        this.watched = watched;
        this.peer = peer;
        descriptor = numberOf(watched);
        watched.configureBlocking(false);
        peer.configureBlocking(false);
    }

    static SocketWire open() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            // Small buffers, set before the connection exists, so that fill() has little to do.
            server.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
            server.bind(new InetSocketAddress(Talk.HERE, 0));
            var watched = SocketChannel.open();
            watched.setOption(StandardSocketOptions.SO_SNDBUF, SMALL_BUFFER);
            watched.setOption(StandardSocketOptions.TCP_NODELAY, true);
            watched.connect(server.getLocalAddress());
            return new SocketWire(watched, server.accept());
        }
    }

    static int numberOf(SocketChannel channel) {
        try {
            return (int)
                    Class.forName("sun.nio.ch.SelChImpl").getMethod("getFDVal").invoke(channel);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(
                    "The contract cannot see the descriptor numbers of sockets. Run the tests with"
                            + " --add-exports java.base/sun.nio.ch=ALL-UNNAMED (on a module path"
                            + " =io.anyloop.tck), or override openWire.",
                    e);
        } catch (ClassNotFoundException | NoSuchMethodException | InvocationTargetException e) {
            throw new IllegalStateException(
                    "This JDK does not tell a socket's descriptor number; override openWire.", e);
        }
    }

    @Override
    public int descriptor() {
        return descriptor;
    }

    @Override
    public void makeReadable() throws IOException {
        peer.setOption(StandardSocketOptions.TCP_NODELAY, true);
        peer.write(ByteBuffer.wrap(new byte[] {1}));
    }

    @Override
    public int drain() throws IOException {
        int total = 0;
        for (int read = readOnce(watched); read > 0; read = readOnce(watched)) {
            total += read;
        }
        return total;
    }

    private int readOnce(SocketChannel from) throws IOException {
        return from.read(scratch.clear());
    }

    /// Closes the watched end, and looks whether the other one hears of it without anybody telling the loop.
    boolean peerHearsOfClose(Duration limit) throws IOException {
        watched.close();
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                if (readOnce(peer) < 0) {
                    return true;
                }
            } catch (IOException e) {
                return true; // reset
            }
            LockSupport.parkNanos(A_MOMENT);
        }
        return false;
    }

    /// Whether nobody has written anything, and both ends are open.
    boolean isUntouched() {
        try {
            return readOnce(watched) == 0 && readOnce(peer) == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void fill() throws IOException {
        long lastWritten = System.nanoTime();
        int inVain = 0; // a thread that was paused meanwhile has not looked
        while (inVain < LOOKS || System.nanoTime() - lastWritten < STEADY) {
            int written = watched.write(scratch.clear());
            underway += written;
            if (written == 0) {
                inVain++;
                LockSupport.parkNanos(A_MOMENT);
            } else {
                inVain = 0;
                lastWritten = System.nanoTime();
            }
        }
    }

    @Override
    public void makeWritable() throws IOException {
        while (underway > 0) {
            int read = readOnce(peer);
            underway -= read;
            if (read == 0) {
                LockSupport.parkNanos(A_MOMENT);
            }
        }
    }

    @Override
    public void hangUp() throws IOException {
        // Without lingering the system resets the connection: both directions fail.
        peer.setOption(StandardSocketOptions.SO_LINGER, 0);
        peer.close();
    }

    @Override
    public void close() throws IOException {
        watched.close();
        peer.close();
    }
}
