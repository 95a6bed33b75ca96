package io.anyloop.launcher.soak;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.Pool;
import java.io.IOException;
import java.net.Socket;

/// What is soaked. The tests have doubles of these, with a fault in each.
public interface Parts {

    /// Opens a hub.
    ///
    /// @param options without a loop
    /// @return the hub
    Hub open(HubBuilder options);

    /// Makes a pool.
    ///
    /// @param size how many slots
    /// @return the pool
    default Pool pool(int size) {
        return new Pool(size);
    }

    /// Serves a client: sends back what comes.
    ///
    /// @param client its connection
    /// @throws IOException if the client has gone
    default void serve(Socket client) throws IOException {
        client.getInputStream().transferTo(client.getOutputStream());
    }

    /// The parts as they are.
    ///
    /// @param loop the name of a loop
    /// @return these
    static Parts on(String loop) {
        return options -> options.loop(loop).open();
    }
}
