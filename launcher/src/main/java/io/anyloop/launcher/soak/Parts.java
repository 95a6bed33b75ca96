package io.anyloop.launcher.soak;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.group.Pool;
import io.anyloop.loop.select.ExecutorLoop;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What is soaked. The tests have doubles of these, with a fault in each.
public interface Parts {

    /// Opens a hub.
    ///
    /// @param options sets all but the loop
    /// @return the hub
    Hub open(Consumer<HubBuilder> options);

    /// Closes a hub, and what was brought for it. Any thread, also a second time and while somebody else does.
    ///
    /// @param hub the hub
    /// @param broken hears what was not in order
    default void close(Hub hub, Consumer<String> broken) {
        hub.close();
    }

    /// What greenlets do.
    ///
    /// @return one or more
    default List<Activity> activities() {
        return List.of(Activities.values());
    }

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
        return switch (loop) {
            case "vertx" -> new VertxParts();
            case "executor" -> options -> with(options).loop(ExecutorLoop.on(host())).open();
            default -> options -> with(options).loop(loop).open();
        };
    }

    /// A builder that has options.
    ///
    /// @param options sets them
    /// @return the builder
    static HubBuilder with(Consumer<HubBuilder> options) {
        var builder = Hub.builder();
        options.accept(builder);
        return builder;
    }

    /// Whether the soak brings what a hosted loop runs on.
    ///
    /// @param loop the name of a loop
    /// @return whether it does
    static boolean hasHost(String loop) {
        return Set.of("executor", "vertx").contains(loop);
    }

    /// One for each hub. Its thread ends by itself when nothing has run for a while: after the hub, or before, and then another one
    /// comes.
    private static Executor host() {
        var host =
                new ThreadPoolExecutor(
                        1, 1, 500, TimeUnit.MILLISECONDS, new LinkedBlockingQueue<>());
        host.allowCoreThreadTimeOut(true);
        return host;
    }
}
