package io.anyloop;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;

/// Who waits for one descriptor, at most one greenlet for each direction. Hub's thread only.
///
/// Nobody tells us when a descriptor is closed and its number used again. So each wait that finds no other begins a new
/// generation, and a watch does not outlive its last wait.
final class DescriptorWaits implements Readiness {
    private final DescriptorTable table;
    private final Loop loop;
    private final int descriptor;
    private Waiter reader;
    private Waiter writer;
    private Watch watch;
    private long generation;
    private boolean isNew;
    private boolean queued;
    private Exception failure;

    DescriptorWaits(DescriptorTable table, Loop loop, int descriptor) {
        this.table = table;
        this.loop = loop;
        this.descriptor = descriptor;
    }

    boolean await(String call, Interest side, long nanos) throws IOException {
        Waiter waiter = Waiter.here(call, this);
        enter(side, waiter);
        try {
            boolean ready = waiter.await(nanos);
            if (failure != null) {
                throw new IOException(
                        "%s of descriptor %d failed: %s".formatted(call, descriptor, failure),
                        failure);
            }
            return ready;
        } finally {
            leave(side, waiter);
        }
    }

    private void enter(Interest side, Waiter waiter) {
        Waiter other = side.reads() ? reader : writer;
        if (other != null) {
            throw new IllegalStateException(
                    "%s waits already (%s); two cannot wait for one direction. Let one greenlet read and one write."
                            .formatted(other.who(), other));
        }
        if (reader == null && writer == null) {
            isNew = true;
            failure = null;
        }
        if (side.reads()) {
            reader = waiter;
        } else {
            writer = waiter;
        }
        table.entered();
        settleSoon();
    }

    private void leave(Interest side, Waiter waiter) {
        table.left();
        if (side.reads() && reader == waiter) {
            reader = null;
        } else if (!side.reads() && writer == waiter) {
            writer = null;
        }
        settleSoon();
    }

    private void settleSoon() {
        if (!queued) {
            queued = true;
            table.unsettled(this);
        }
    }

    /// A report spends the whole watch, so a direction that is still waited for is armed again soon.
    @Override
    public void ready(int what) {
        if ((what & READ) != 0 && reader != null) {
            reader.wake();
        }
        if ((what & WRITE) != 0 && writer != null) {
            writer.wake();
        }
        settleSoon();
    }

    /// Brings the loop's view in line with who waits.
    void settle() {
        queued = false;
        try {
            boolean reads = reader != null && !reader.isWoken();
            boolean writes = writer != null && !writer.isWoken();
            if (isNew || !(reads || writes)) {
                isNew = false;
                cancel();
            }
            if (reads || writes) {
                arm(
                        reads && writes
                                ? Interest.READ_AND_WRITE
                                : reads ? Interest.READ : Interest.WRITE);
            }
        } catch (IOException | RuntimeException e) {
            // Whatever it is, for example a loop that has broken down, those who wait must learn
            // it.
            failure = e;
            watch = null;
            ready(READ | WRITE);
        }
    }

    private void arm(Interest interest) throws IOException {
        if (watch == null) {
            watch = loop.watch(descriptor, ++generation, this);
        }
        watch.arm(interest, Mode.ONCE);
    }

    private void cancel() {
        Watch last = watch;
        watch = null;
        if (last != null) {
            last.cancel();
        }
    }

    @Override
    public String toString() {
        return "descriptor " + descriptor;
    }
}
