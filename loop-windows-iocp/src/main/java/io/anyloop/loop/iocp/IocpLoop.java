package io.anyloop.loop.iocp;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/// A driven loop on a completion port. Confined to its owner, except [#wakeup], [#nanoTime] and
/// [#close].
final class IocpLoop implements DrivenLoop {
    static final String NAME = "iocp";
    static final Set<Capability> CAPABILITIES = Set.of(Capability.DESCRIPTORS);

    /// How often one poll goes back for more, when the port held more packets than there was room for.
    private static final int MOST_ROUNDS = 64;

    private static final long PATIENCE_AT_CLOSE = 1_000_000_000;
    private static final long SLICE_AT_CLOSE = 10_000_000;

    private final Kernel kernel;
    private final Polls polls;
    private final Packets packets = new Packets();
    private final Wakeups wakeups = new Wakeups();
    private final AtomicBoolean released = new AtomicBoolean();

    // One that has ended stays as the memory of its generation: at most one for each number.
    private final Map<Integer, IocpWatch> latest = new HashMap<>();

    private volatile Thread owner = Thread.currentThread();
    private volatile Thread polling;
    private volatile boolean closed;

    IocpLoop(Kernel kernel) {
        this.kernel = kernel;
        polls = new Polls(kernel);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<Capability> capabilities() {
        return CAPABILITIES;
    }

    @Override
    public void poll(long nanos) throws IOException {
        check("poll");
        if (polling != null) {
            throw new IllegalStateException(
                    "poll was called inside a report of the iocp loop, which is being polled"
                            + " already: note what was reported, and return.");
        }
        polling = Thread.currentThread();
        try {
            if (!closed) { // closed by another thread, between the check and here
                polls.submit();
                await(polls.hasWork() ? 0 : nanos);
                polls.deliver();
            }
        } finally {
            polling = null;
            releaseIfClosed();
        }
    }

    private void await(long nanos) throws IOException {
        boolean sleeps = nanos > 0 && wakeups.lieDown();
        try {
            takePackets(sleeps ? nanos : 0);
        } finally {
            wakeups.rise(sleeps);
        }
        for (int round = 1; packets.isFull() && round < MOST_ROUNDS; round++) {
            takePackets(0);
        }
    }

    private void takePackets(long nanos) throws IOException {
        packets.clear();
        kernel.await(nanos, packets);
        wakeups.taken(packets.wakeups());
        polls.completed(packets);
    }

    @Override
    public void moveTo(Thread owner) {
        Objects.requireNonNull(owner, "owner");
        if (closed) {
            throw isClosed("moveTo");
        }
        if (polling != null) {
            throw new IllegalStateException(
                    "moveTo was called while the iocp loop is being polled: wake it, and hand it"
                            + " over between two polls.");
        }
        this.owner = owner;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        Objects.requireNonNull(readiness, "readiness");
        check("watch");
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "%d is no socket: numbers of open sockets are not negative."
                            .formatted(descriptor));
        }
        var watch = new IocpWatch(this, descriptor, generation, readiness);
        latest.compute(descriptor, (_, before) -> replace(before, watch));
        return watch;
    }

    private static IocpWatch replace(IocpWatch before, IocpWatch watch) {
        if (before == null) {
            return watch;
        }
        if (watch.generation < before.generation) {
            throw new IllegalArgumentException(
                    "Socket %d was watched in generation %d, which ends generation %d."
                            .formatted(watch.socket, before.generation, watch.generation));
        }
        if (watch.generation == before.generation && before.isLive()) {
            throw new IllegalStateException(
                    "Socket %d is under watch in generation %d: use that watch, or cancel it."
                            .formatted(watch.socket, watch.generation));
        }
        before.retire();
        return watch;
    }

    @Override
    public void wakeup() {
        if (wakeups.ring()) {
            kernel.wake();
        }
    }

    /// Any thread. Where another thread is polling, that poll ends, and what the loop holds is given back
    /// then.
    @Override
    public void close() {
        closed = true;
        if (polling == null) {
            releaseIfClosed();
        } else {
            wakeup();
        }
    }

    private void releaseIfClosed() {
        if (closed && released.compareAndSet(false, true)) {
            polls.cancelAll();
            boolean idle = awaitIdle();
            polls.closeHandles();
            kernel.close(idle);
        }
    }

    // The system writes to the memory of a poll until its packet has come, cancelled or not; and a
    // thread that is about to send a wake-up still needs the port.
    private boolean awaitIdle() {
        long start = System.nanoTime();
        try {
            while (!isIdle() && System.nanoTime() - start < PATIENCE_AT_CLOSE) {
                takePackets(SLICE_AT_CLOSE);
            }
        } catch (IOException e) {
            return false; // then the memory stays with the system
        }
        return isIdle();
    }

    private boolean isIdle() {
        return polls.underWay() == 0 && wakeups.owesNothing();
    }

    Polls polls() {
        return polls;
    }

    boolean isClosed() {
        return closed;
    }

    /// Throws where the loop is closed, or the caller does not hold it.
    ///
    /// @param call what was called, for the message
    void check(String call) {
        if (closed) {
            throw isClosed(call);
        }
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException(
                    "%s on the iocp loop of %s was called on %s: only the owner may, or moveTo makes another thread the owner."
                            .formatted(call, owner, Thread.currentThread()));
        }
    }

    private static IllegalStateException isClosed(String call) {
        return new IllegalStateException(
                call + " was called on an iocp loop that is closed: its provider opens a new one.");
    }
}
