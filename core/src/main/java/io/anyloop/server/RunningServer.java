package io.anyloop.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Objects;

/// The life of a server that was started, whatever it serves.
abstract sealed class RunningServer implements AutoCloseable permits StreamServer, DatagramServer {
    final Service serving;

    RunningServer(Service serving) {
        this.serving = serving;
    }

    /// Waits until the server has stopped. If the wait is cut short, by a kill or a [io.anyloop.Timeout], the server is
    /// stopped as by [#stop()].
    ///
    /// @throws IOException if the server has stopped because it lost what it listened on; the message says how
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public final void serve() throws IOException {
        serving.await(getClass().getSimpleName() + ".serve");
    }

    /// As [#stop(Duration)], with one second.
    ///
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public final void stop() {
        stop(Service.STOP_LIMIT);
    }

    /// Serves nobody new, and waits at most for a time for those that are served. Each server says what becomes of them.
    ///
    /// @param limit how long to wait, zero or more
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public abstract void stop(Duration limit);

    /// As [#stop(Duration)], and says why: those that are killed are told who has stopped the server, and the reason.
    ///
    /// @param reason why, for people
    /// @param limit how long to wait, zero or more
    /// @throws io.anyloop.exceptions.BlockingInLoopException on a loop's own thread
    public final void stop(String reason, Duration limit) {
        end(Objects.requireNonNull(reason), limit);
    }

    final void end(String reason, Duration limit) {
        serving.stop(getClass().getSimpleName() + ".stop", reason, limit);
    }

    /// The same as [#stop()].
    @Override
    public final void close() {
        stop();
    }

    /// Where it listens, or did: with the real port.
    ///
    /// @return the address
    public final SocketAddress address() {
        return serving.address();
    }

    /// The port it listens on, or did.
    ///
    /// @return the port; -1 for a Unix domain socket
    public final int port() {
        return address() instanceof InetSocketAddress inet ? inet.getPort() : -1;
    }

    /// Whether it was stopped, or has lost what it listened on.
    ///
    /// @return true if it serves nobody new, for good
    public final boolean isStopped() {
        return serving.isStopped();
    }

    @Override
    public final String toString() {
        return serving.toString();
    }
}
