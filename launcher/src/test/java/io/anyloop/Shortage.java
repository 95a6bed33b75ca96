package io.anyloop;

import java.util.concurrent.atomic.AtomicInteger;

/// Has some of many like calls fail: from the n-th on, so many.
final class Shortage {
    static final int FOR_GOOD = Integer.MAX_VALUE;

    private final int first;
    private final int count;
    private final AtomicInteger calls = new AtomicInteger();
    private volatile boolean isOver;

    /// @param first the number of the first call that fails, from 1
    /// @param count how many fail, or [#FOR_GOOD]: until it is over
    Shortage(int first, int count) {
        this.first = first;
        this.count = count;
    }

    /// Counts a call.
    ///
    /// @return whether it is to fail
    boolean hits() {
        int number = calls.incrementAndGet();
        return !isOver && number >= first && (count == FOR_GOOD || number < first + count);
    }

    /// As the system does it when it has no threads to give.
    void beforeThread() {
        if (hits()) {
            throw new OutOfMemoryError("unable to create native thread: injected");
        }
    }

    /// There is room again.
    void end() {
        isOver = true;
    }

    boolean wasReached() {
        return calls.get() >= first;
    }

    @Override
    public String toString() {
        return "%s from call %d on".formatted(count == FOR_GOOD ? "all" : "" + count, first);
    }
}
