package io.anyloop.kernel;

/// The time at which a greenlet is to take its first step.
public final class DelayedStart extends Deadline {
    private final Strand<?> greenlet;

    DelayedStart(Strand<?> greenlet) {
        this.greenlet = greenlet;
    }

    @Override
    protected void due() {
        greenlet.startNow();
    }

    @Override
    public String toString() {
        return "its delayed start";
    }
}
