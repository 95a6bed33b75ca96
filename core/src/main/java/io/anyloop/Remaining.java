package io.anyloop;

/// What is left of a limit over several waits: by the hub's clock for a greenlet, by the system's for other threads.
final class Remaining {
    private final Hub hub;
    private final long end;

    private Remaining(Hub hub, long nanos) {
        this.hub = hub;
        this.end = nanos == Times.FOREVER ? nanos : Times.sum(now(), nanos);
    }

    /// A limit that begins now, for the calling thread.
    static Remaining of(long nanos) {
        Greenlet<?> greenlet = Greenlet.of(Thread.currentThread());
        return new Remaining(
                greenlet != null && greenlet.hub.runsHere() ? greenlet.hub : null, nanos);
    }

    /// How long is left, zero or more; [Times#FOREVER] if there is no limit.
    long nanos() {
        return end == Times.FOREVER ? end : Math.max(0, end - now());
    }

    private long now() {
        return hub == null ? System.nanoTime() : hub.now();
    }
}
