package io.anyloop.server;

import io.anyloop.Hub;
import java.util.Objects;

/// What both servers can be told. Not thread-safe; each start takes a copy.
final class ServerOptions {
    static final int NO_LIMIT = Integer.MAX_VALUE;

    /// gevent's.
    private static final int MAX_ACCEPT = 100;

    private Hub hub;
    int limit = NO_LIMIT;
    int maxAccept = MAX_ACCEPT;
    private SpawnPolicy policy;
    boolean inline;

    void hub(Hub newHub) {
        hub = Objects.requireNonNull(newHub);
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

    /// Who spawns; null for inline.
    SpawnPolicy policyOn(Hub on) {
        return inline ? null : policy == null ? on::spawn : policy;
    }

    /// Whether the server answers for the end of its clients: it was given a bound.
    boolean isBounded() {
        return inline || policy != null || limit != NO_LIMIT;
    }
}
