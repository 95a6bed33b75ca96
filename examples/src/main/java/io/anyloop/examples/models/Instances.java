package io.anyloop.examples.models;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// On how many event loops the connections of four instances are. There are four event loops.
public final class Instances {
    private static final int INSTANCES = 4;
    private static final int CONNECTIONS = 40;

    private Instances() {}

    static void main() throws Exception {
        for (Kind kind : Kind.values()) {
            IO.println(kind.text + ": " + of(kind));
        }
    }

    public static int of(Kind kind) throws IOException {
        try (var database = new SlowDatabase(() -> {});
                var service = new ServiceProcess(kind, INSTANCES, database)) {
            List<Asker> askers = new ArrayList<>();
            Set<String> eventLoops = new HashSet<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                var asker = new Asker(service.port()); // all are open at the same time
                askers.add(asker);
                eventLoops.add(asker.ask("/loop"));
            }
            for (Asker asker : askers) {
                asker.close();
            }
            return eventLoops.size();
        }
    }
}
