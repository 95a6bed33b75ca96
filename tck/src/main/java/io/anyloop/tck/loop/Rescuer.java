package io.anyloop.tck.loop;

import io.anyloop.spi.Loop;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// Wakes a loop whose poll lasts far too long. One thread for a whole case: to start one for each poll would hide how many
/// polls a wait takes.
final class Rescuer implements AutoCloseable {
    private static final long LOOK = 20_000_000;
    private static final long NOBODY = Long.MAX_VALUE;

    private final Loop loop;
    private final long end;
    private volatile long due = NOBODY;
    private volatile boolean over;

    /// @param life when it ends by itself, where a case hangs and closes nothing
    Rescuer(Loop loop, Duration life) {
        this.loop = loop;
        end = System.nanoTime() + 2 * life.toNanos();
        Thread.ofPlatform().daemon().name("rescuer").start(this::run);
    }

    private void run() {
        while (!over && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(LOOK);
            long at = due;
            if (at != NOBODY && System.nanoTime() - at > 0) {
                loop.wakeup();
            }
        }
    }

    /// A poll begins.
    void guard(long nanos) {
        due = System.nanoTime() + nanos;
    }

    /// It has ended.
    void done() {
        due = NOBODY;
    }

    @Override
    public void close() {
        over = true;
    }
}
