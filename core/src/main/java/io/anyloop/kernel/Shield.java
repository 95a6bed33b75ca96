package io.anyloop.kernel;

import io.anyloop.base.Times;
import io.anyloop.function.Body;
import java.time.Duration;
import java.util.Objects;

/// Holds back what is thrown into a greenlet while it cleans up; for some time.
public final class Shield extends Deadline {
    private final Deliveries deliveries;
    private final int before;
    private final int number;

    private Shield(Deliveries deliveries) {
        this.deliveries = deliveries;
        this.before = deliveries.beginShield();
        this.number = deliveries.shields();
    }

    public static <T, X extends Throwable> T call(Duration limit, Body<T, X> body) throws X {
        Objects.requireNonNull(body, "There is no code to run.");
        long nanos = Times.limit(limit);
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        if (greenlet == null || !greenlet.hub.comesHome()) {
            return body.call();
        }
        Shield shield = new Shield(Deliveries.of(greenlet));
        if (nanos != Times.FOREVER) {
            greenlet.hub.start(shield, nanos);
        }
        try {
            return body.call();
        } finally {
            shield.end(greenlet);
        }
    }

    private void end(Strand<?> greenlet) {
        if (isPending()) {
            greenlet.hub.cancel(this);
        }
        deliveries.endShield(before);
        deliveries.watch();
    }

    /// It has lasted long enough.
    @Override
    protected void due() {
        deliveries.lift(number);
    }
}
