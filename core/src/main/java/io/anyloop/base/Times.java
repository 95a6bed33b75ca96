package io.anyloop.base;

import java.time.Duration;
import java.util.Objects;

/// Durations as nanoseconds that do not overflow: about 292 years is for ever.
public final class Times {
    public static final long FOREVER = Long.MAX_VALUE;

    private Times() {}

    /// A length of time to wait at most: refuses what is negative.
    public static long limit(Duration limit) {
        return nanos(limit, "A time limit");
    }

    public static long nanos(Duration duration, String what) {
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

    public static long saturated(Duration duration) {
        try {
            return Objects.requireNonNull(duration, "A length of time cannot be null.").toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? Long.MIN_VALUE : FOREVER;
        }
    }

    public static long sum(long time, long length) {
        long sum = time + length;
        return length > 0 && sum < time ? FOREVER : sum;
    }
}
