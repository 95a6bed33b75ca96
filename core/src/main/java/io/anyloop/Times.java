package io.anyloop;

import java.time.Duration;
import java.util.Objects;

/// Durations as nanoseconds that do not overflow: about 292 years is for ever.
final class Times {
    static final long FOREVER = Long.MAX_VALUE;

    private Times() {}

    /// A length of time to wait at most: refuses what is negative.
    static long limit(Duration limit) {
        return nanos(limit, "A time limit");
    }

    /// Now, by the clock that the caller's waits go by: its hub's, or the system's.
    static long now() {
        Greenlet<?> greenlet = Greenlet.of(Thread.currentThread());
        return greenlet != null && greenlet.hub.runsHere() ? greenlet.hub.now() : System.nanoTime();
    }

    static long nanos(Duration duration, String what) {
        if (duration == null) {
            throw new NullPointerException(
                    "%s cannot be null. Use the form without one to wait for ever, and Duration.ZERO for no waiting."
                            .formatted(what));
        }
        if (duration.isNegative()) {
            throw new IllegalArgumentException(
                    "%s cannot be negative, this is %s. Use Duration.ZERO for no waiting."
                            .formatted(what, duration));
        }
        return saturated(duration);
    }

    static long saturated(Duration duration) {
        try {
            return Objects.requireNonNull(duration, "A length of time cannot be null.").toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : FOREVER;
        }
    }

    static long sum(long time, long length) {
        long sum = time + length;
        return length > 0 && sum < time ? FOREVER : sum;
    }
}
