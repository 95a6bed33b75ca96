package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.group.Group;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/// Greenlets that belong together: the code goes on when all have ended, and if one fails none outlives it.
final class Crew {
    private Crew() {}

    static void main() throws IOException {
        IO.println(Hub.run(() -> both(() -> "beer", () -> "price")));
    }

    /// Something to load.
    interface Load {
        String load() throws IOException;
    }

    // @start region="readme"
    static List<String> both(Load first, Load second) throws IOException {
        var group = new Group();
        return group.call(() -> {
            Greenlet<String> one = group.spawn(first::load);
            Greenlet<String> other = group.spawn(second::load);
            group.spawn(() -> logEverySecond()); // is killed if one of the others fails
            return List.of(one.<IOException>get(), other.<IOException>get());
        });
    }

    // @end

    private static void logEverySecond() {
        Greenlet.sleep(Duration.ofMillis(10));
    }
}
