package io.anyloop;

import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Body;
import io.anyloop.spi.Surroundings;

/// A body inside what its host puts around it.
final class Surrounded<T> implements Body<T, Throwable>, Surroundings.Resident {
    private final Greenlet<T> greenlet;
    private final Surroundings surroundings;
    private Body<? extends T, ?> body;

    Surrounded(Greenlet<T> greenlet, Body<? extends T, ?> body, Surroundings surroundings) {
        this.greenlet = greenlet;
        this.body = body;
        this.surroundings = surroundings;
    }

    @Override
    public T call() throws Throwable {
        Body<? extends T, ?> toRun = body;
        body = null;
        if (!surroundings.enter(this)) {
            throw new GreenletExit("The place where the greenlet was to run is no more.");
        }
        try {
            return toRun.call();
        } finally {
            surroundings.leave();
        }
    }

    @Override
    public void evict(String why) {
        greenlet.killNoWait(new GreenletExit(why));
    }
}
