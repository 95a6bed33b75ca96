package io.anyloop.examples;

import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.time.Duration;

/// Something to wait for that Anyloop does not have: opens when it was counted down to zero, and stays open.
// @start region="latch"
public final class Latch extends Guarded {
    private final Line line = new Line();
    private int left;

    public Latch(int count) {
        left = count;
    }

    public void countDown() {
        Place opened = null;
        enter();
        try {
            if (left > 0 && --left == 0) {
                opened = line.claimAll();
            }
        } finally {
            exit();
        }
        Line.resumeAll(opened);
    }

    public boolean await(Duration limit) {
        var place = new Place.Waiting(Waiter.here("Latch.await", this));
        enter();
        try {
            if (left == 0) {
                return true;
            }
            line.add(place);
        } finally {
            exit();
        }
        return stay(place, limit.toNanos());
    }
}
// @end
