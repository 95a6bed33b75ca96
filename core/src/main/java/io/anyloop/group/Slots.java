package io.anyloop.group;

import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;

/// A number of slots, first come first served: one that is given back goes to the one who has waited longest, and is
/// never lost, for it is only handed to somebody who has not left. Any thread.
final class Slots extends Guarded {
    static final int UNLIMITED = Integer.MAX_VALUE;

    private final int size;
    private int free;

    /// Those who want a slot. While anybody stands here, none is free.
    private final Line takers = new Line();

    /// Those who only want to know that one is free.
    private final Line watchers = new Line();

    /// @throws IllegalArgumentException if it is negative
    static Slots of(int size) {
        if (size < 0) {
            throw new IllegalArgumentException(
                    "A pool cannot have %d slots. Zero is a pool into which nothing goes, Pool.unlimited() one that is never full."
                            .formatted(size));
        }
        return new Slots(size);
    }

    Slots(int size) {
        this.size = size;
        this.free = size;
    }

    int size() {
        return size;
    }

    int free() {
        enter();
        try {
            return free;
        } finally {
            exit();
        }
    }

    boolean tryTake() {
        enter();
        try {
            return takeFree();
        } finally {
            exit();
        }
    }

    private boolean takeFree() {
        if (size == UNLIMITED) {
            return true;
        }
        if (free == 0) {
            return false;
        }
        free--;
        return true;
    }

    /// Waits for a slot and takes it.
    ///
    /// @return false if the time was up first
    boolean take(String call, Object on, long nanos) {
        if (tryTake()) {
            return true;
        }
        Waiter waiter = Waiter.here(call, on);
        Place place = new Place.Waiting(waiter);
        enter();
        try {
            if (takeFree()) {
                return true;
            }
            takers.add(place);
        } finally {
            exit();
        }
        return await(waiter, place, takers, nanos);
    }

    /// Waits until a slot is free, without taking it.
    ///
    /// @return how many are free; 0 if the time was up, or others were faster
    int awaitFree(String call, Object on, long nanos) {
        if (free() > 0) {
            return free();
        }
        Waiter waiter = Waiter.here(call, on);
        Place place = new Place.Waiting(waiter);
        enter();
        try {
            if (free > 0) {
                return free;
            }
            watchers.add(place);
        } finally {
            exit();
        }
        await(waiter, place, watchers, nanos);
        return free();
    }

    private boolean await(Waiter waiter, Place place, Line line, long nanos) {
        try {
            return waiter.await(nanos);
        } finally {
            if (!waiter.isWoken()) {
                enter();
                line.remove(place);
                exit();
            }
        }
    }

    /// Gives a slot back.
    void give() {
        if (size == UNLIMITED) {
            return;
        }
        Place claimed;
        enter();
        try {
            claimed = takers.claimFirst();
            if (claimed == null) {
                free++;
                claimed = watchers.claimAll();
            }
        } finally {
            exit();
        }
        Line.resumeAll(claimed);
    }
}
