package io.anyloop.examples.programs;

import io.anyloop.Hub;
import io.anyloop.Timer;
import io.anyloop.group.Group;
import io.anyloop.sync.Semaphore;
import java.time.Duration;

/// Lets so many through in a second, and a burst of so many at once; the others wait for their turn, first come first served.
final class RateLimiter implements AutoCloseable {
    private final Semaphore permits;
    private final Timer refill;

    RateLimiter(int perSecond, int burst) {
        permits = new Semaphore(burst);
        refill =
                Hub.current()
                        .timer(() -> {
                            if (permits.permits() < burst) {
                                permits.release();
                            }
                        })
                        .repeat(Duration.ofSeconds(1).dividedBy(perSecond));
    }

    static void main() {
        Hub.run(() -> {
            try (var limiter = new RateLimiter(10, 3)) {
                var callers = new Group();
                for (int i = 0; i < 20; i++) {
                    int number = i;
                    callers.spawn(() -> {
                        limiter.acquire();
                        IO.println("call " + number);
                    });
                }
                callers.join(); // three at once, and then ten a second
            }
        });
    }

    void acquire() {
        permits.acquire();
    }

    /// As [#acquire], for who does not want to wait longer than that.
    boolean acquire(Duration limit) {
        return permits.tryAcquire(limit);
    }

    @Override
    public void close() {
        refill.cancel();
    }
}
