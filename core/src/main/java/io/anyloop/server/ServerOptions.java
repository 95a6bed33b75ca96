package io.anyloop.server;

import io.anyloop.Hub;
import io.anyloop.group.HubGroup;
import io.anyloop.sync.Semaphore;
import java.util.Objects;

/// What both servers can be told. Not thread-safe; each start takes a copy.
final class ServerOptions {
    private static final int NO_LIMIT = Integer.MAX_VALUE;

    /// gevent's.
    private static final int MAX_ACCEPT = 100;

    private Hub hub;
    private HubGroup group;
    private int limit = NO_LIMIT;
    private int maxAccept = MAX_ACCEPT;
    private SpawnPolicy policy;
    private boolean inline;

    void hub(Hub newHub) {
        hub = Objects.requireNonNull(newHub);
        group = null;
    }

    void group(HubGroup newGroup) {
        group = Objects.requireNonNull(newGroup);
    }

    void limit(int most) {
        limit = positive(most, "A limit");
    }

    void maxAccept(int most) {
        maxAccept = positive(most, "The bound of one wake-up");
    }

    void policy(SpawnPolicy newPolicy) {
        policy = Objects.requireNonNull(newPolicy);
        inline = false;
    }

    void inline() {
        policy = null;
        inline = true;
    }

    private static int positive(int number, String what) {
        if (number <= 0) {
            throw new IllegalArgumentException(
                    "%s must be 1 or more, this is %d.".formatted(what, number));
        }
        return number;
    }

    Hub hub() {
        return hub == null ? Hub.current() : hub;
    }

    /// The hubs to serve on, in place of one; null if one was chosen, or none.
    HubGroup group() {
        if (group != null && (inline || policy != null)) {
            throw new IllegalStateException(
                    "A server on a group of hubs has each connection served by a greenlet of the group, so it takes neither inline() nor spawn(policy). Leave that out, or give one hub: hub(hub).");
        }
        return group;
    }

    /// For a server on one hub.
    Terms termsOn(Hub on) {
        SpawnPolicy spawns = inline ? null : policy == null ? on::spawn : policy;
        Semaphore slots = limit == NO_LIMIT ? null : new Semaphore(limit);
        return new Terms(spawns, slots, maxAccept, inline || policy != null || slots != null);
    }
}
