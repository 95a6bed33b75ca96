package io.anyloop;

/// A platform thread that carries a hub.
final class HubThread extends Thread {
    final Hub hub;

    HubThread(Hub hub, String name, long stackBytes, Runnable work) {
        super(null, work, name, stackBytes, false);
        this.hub = hub;
        setDaemon(true);
    }
}
