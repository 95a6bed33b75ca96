package io.anyloop.tck;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;

/// A greenlet that catches each kill and lives on, until it is told to end.
final class Stubborn {
    private final Greenlet<Void> greenlet;
    private int kills;
    private boolean ends;

    private Stubborn() {
        greenlet = Greenlet.spawn(this::run);
    }

    static Stubborn spawn() {
        return new Stubborn();
    }

    /// One that has begun, so that a kill cannot spare it.
    static Stubborn begun() {
        var begun = new Stubborn();
        Greenlet.yield();
        return begun;
    }

    private void run() {
        while (!ends) {
            try {
                Greenlet.sleep(HubCase.FAR);
            } catch (GreenletExit e) {
                kills++;
            }
        }
    }

    Greenlet<Void> greenlet() {
        return greenlet;
    }

    /// How often it was killed.
    int kills() {
        return kills;
    }

    void end() {
        endSoon();
        greenlet.join();
    }

    /// Lets it end, and does not wait for it.
    void endSoon() {
        ends = true;
        greenlet.killNoWait();
    }
}
