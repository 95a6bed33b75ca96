package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubClosedException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/// A flag that one can wait for, made of public parts: while it is not set there is a greenlet that has not been started,
/// and who waits joins it. Any thread.
final class Event {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(1);

    private final Hub hub;
    private final AtomicReference<Greenlet<Void>> unset = new AtomicReference<>();

    Event(Hub hub) {
        this.hub = hub;
        clear();
    }

    void clear() {
        unset.compareAndSet(null, hub.unstarted(() -> null));
    }

    void set() {
        Greenlet<Void> waited = unset.getAndSet(null);
        if (waited != null) {
            try {
                waited.start();
            } catch (HubClosedException e) {
                // The hub itself lets go of those who wait.
            }
        }
    }

    boolean isSet() {
        return unset.get() == null;
    }

    void await() {
        Greenlet<Void> waited = unset.get();
        if (waited != null) {
            waited.join();
        }
        // A hub that closes lets go of all who wait, before it is their time.
        while (unset.get() == waited && waited != null) {
            Greenlet.sleep(LOOK_AGAIN);
        }
    }

    boolean await(Duration limit) {
        Greenlet<Void> waited = unset.get();
        return waited == null || waited.join(limit);
    }
}
