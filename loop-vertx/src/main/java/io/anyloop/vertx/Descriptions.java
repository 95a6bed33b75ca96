package io.anyloop.vertx;

import io.anyloop.Hub;
import io.anyloop.loop.vertx.VertxLoop;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

/// What greenlets wait for, for messages.
final class Descriptions {
    private Descriptions() {}

    /// A line for each greenlet that has not ended. On any thread that may log.
    ///
    /// @param loop whose guest they are
    /// @param greenlets their threads
    static String of(VertxLoop loop, Collection<Thread> greenlets) {
        Set<String> names =
                greenlets.stream().map(Descriptions::nameOf).collect(Collectors.toSet());
        return Hub.guestOf(loop).stream()
                .flatMap(hub -> hub.dump().greenlets().stream())
                .filter(entry -> names.contains(entry.name()))
                .map(entry -> "\n    " + entry)
                .collect(Collectors.joining());
    }

    /// As the hub's dump has it.
    private static String nameOf(Thread greenlet) {
        String given = greenlet.getName();
        return given.isEmpty() ? "greenlet-" + greenlet.threadId() : given;
    }
}
