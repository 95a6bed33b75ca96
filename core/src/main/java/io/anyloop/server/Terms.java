package io.anyloop.server;

import io.anyloop.sync.Semaphore;

/// How a server, or its part on one hub, serves.
///
/// @param policy who spawns; null to serve clients in the greenlet that accepts
/// @param slots one for each client at the same time, of all parts together; null for no limit
/// @param maxAccept after so many the others on the hub have a turn
/// @param isBounded whether the server answers for the end of its clients: it was given a bound
record Terms(SpawnPolicy policy, Semaphore slots, int maxAccept, boolean isBounded) {
    /// The same with another way to spawn.
    Terms spawning(SpawnPolicy other) {
        return new Terms(other, slots, maxAccept, isBounded);
    }
}
