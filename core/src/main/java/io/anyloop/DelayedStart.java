package io.anyloop;

/// The time at which a greenlet is to take its first step.
final class DelayedStart extends Deadline {
    private final Greenlet<?> greenlet;

    DelayedStart(Greenlet<?> greenlet) {
        this.greenlet = greenlet;
    }

    @Override
    void due() {
        greenlet.startNow();
    }

    @Override
    public String toString() {
        return "its delayed start";
    }
}
