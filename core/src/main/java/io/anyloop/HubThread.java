package io.anyloop;

/// A platform thread that carries a hub.
final class HubThread extends Thread {
    final Hub hub;

    /// How many waits that stop this thread are nested in the virtual thread that it carries. By that one only.
    int stuck;

    HubThread(Hub hub, String name, long stackBytes, Runnable work) {
        super(null, work, name, stackBytes, false);
        this.hub = hub;
        setDaemon(true);
    }
}
