package io.anyloop.server;

import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;

/// The life of a server, on one hub or on several. Any thread, unless a method says otherwise.
interface Service {
    Duration STOP_LIMIT = Duration.ofSeconds(1);

    /// Why a server stops that nobody has told to.
    String CUT_OFF = "the wait for its end was cut off";

    /// Waits until the server has stopped; stops it if the wait is cut short.
    ///
    /// @param call what the user called, for the refusal on a loop's own thread
    void await(String call) throws IOException;

    /// Lets no more clients in, and then does with those that are served what the server promises.
    ///
    /// @param call what the user called, for the refusal on a loop's own thread
    /// @param reason why, for those that are killed then; null for no reason
    void stop(String call, String reason, Duration limit);

    void pause();

    void resume();

    boolean isAccepting();

    boolean isStopped();

    int clients();

    SocketAddress address();
}
