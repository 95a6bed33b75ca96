package io.anyloop;

import io.anyloop.port.HubScheduler;
import io.anyloop.spi.Availability;
import io.anyloop.spi.LoopProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Says of the loops that were found whether a hub opens on them. The agent's command `doctor` asks for it, by this name and in
/// types of the JDK's.
final class LoopTrial {
    private static final Duration LIMIT = Duration.ofSeconds(5);

    private LoopTrial() {}

    static List<String> names() {
        return Loops.all().stream().map(LoopProvider::name).toList();
    }

    /// The "loop" that a hub gets, and the "reason".
    static Map<String, String> choice() {
        Loops.Choice choice = Loops.choose();
        return Map.of("loop", choice.provider().name(), "reason", choice.reason());
    }

    /// Tries a loop: with "reason" and "remedy" it is not available, with "fault" no hub works on it; else "state" and "note" are for
    /// people.
    static Map<String, String> attempt(String name) {
        LoopProvider provider = Loops.named(name);
        if (Loops.availability(provider) instanceof Availability.Unavailable no) {
            return Map.of("reason", no.reason(), "remedy", no.remedy());
        }
        if (provider.kind() == LoopProvider.Kind.HOSTED) {
            return Map.of("state", "available", "note", "a hub is a guest of its host there");
        }
        try {
            return Map.of("state", "works", "note", runHub(name));
        } catch (IllegalStateException e) {
            return Map.of("fault", Objects.requireNonNullElse(e.getMessage(), e.toString()));
        } catch (RuntimeException | LinkageError e) {
            return Map.of("fault", e.toString());
        }
    }

    /// Opens a hub, and has a greenlet of it wait.
    ///
    /// @return where the JDK's own waits in greenlets end up there
    private static String runHub(String name) {
        try (Hub hub = Hub.builder().name("doctor").loop(name).closeLimit(LIMIT).open()) {
            hub.call(() -> Greenlet.sleep(Duration.ofMillis(1)));
            return hub.descriptors.servesJdk() && HubScheduler.class.getInterfaces().length > 0
                    ? "a hub opened, sockets wait on it"
                    : "a hub opened, sockets wait with the JDK's pollers";
        }
    }
}
