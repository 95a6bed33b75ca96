package io.anyloop.loop.sim;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// A loop in virtual time: a wait of a day takes no time, and moves the clock by a day. Its
/// descriptors are simulated; a test says when one of them becomes ready.
///
/// Virtual are the waits that ask the loop for the time: those of Anyloop, `LockSupport.parkNanos`
/// and timed `Object.wait`. Waits of the JDK that look at the system's clock themselves last until
/// that clock says so, and keep the loop busy meanwhile: `Thread.sleep`, `Condition.await` and timed
/// `get` of a future. In code under test use `Greenlet.sleep`.
///
/// No loop promises in which order several ready descriptors are reported, and in how many polls.
/// Here it follows from the seed: the same seed gives the same order, another may give another.
public final class SimLoop implements DrivenLoop {
    static final String NAME = "sim";
    static final Set<Capability> CAPABILITIES =
            Set.of(Capability.DESCRIPTORS, Capability.VIRTUAL_TIME);

    private final Descriptors descriptors = new Descriptors();

    /// The newest watch of each number. In an order, so that only the seed decides.
    private final Map<Integer, SimWatch> watches = new TreeMap<>();

    private final Random order;
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile Thread owner = Thread.currentThread();
    private volatile long now; // written by the owner alone
    private volatile boolean closed;
    private boolean polling;

    private SimLoop(long seed) {
        order = new Random(seed);
    }

    /// Opens a loop that belongs to the calling thread.
    ///
    /// @param seed decides what is otherwise undefined
    /// @return the loop
    public static SimLoop seeded(long seed) {
        return new SimLoop(seed);
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
    public long nanoTime() {
        return now;
    }

    /// How much virtual time has passed since the loop was opened. Any thread.
    ///
    /// @return the sum of all waits
    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    @Override
    public void poll(long nanos) {
        checkOwner();
        checkOpen();
        if (polling) {
            throw new IllegalStateException("This loop is being polled; a report must not poll.");
        }
        polling = true;
        try {
            report(await(nanos));
        } finally {
            polling = false;
        }
    }

    /// The watches to report: ready at once, or else after a wait. Takes the wake-ups so far.
    private List<SimWatch> await(long nanos) {
        var ready = ready();
        if (woken.getAndSet(false) || !ready.isEmpty() || nanos <= 0) {
            return ready;
        }
        if (nanos == Long.MAX_VALUE) {
            return awaitOtherThreads();
        }
        now += nanos;
        return ready;
    }

    /// The one real wait: until another thread wakes the loop, or makes a descriptor ready.
    private List<SimWatch> awaitOtherThreads() {
        boolean interrupted = false;
        List<SimWatch> ready;
        do {
            LockSupport.park(this);
            // While the flag is up no park lasts; it is put back for whom it concerns.
            interrupted |= Thread.interrupted();
            ready = ready();
        } while (!woken.getAndSet(false) && ready.isEmpty());
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return ready;
    }

    private List<SimWatch> ready() {
        var ready = new ArrayList<SimWatch>();
        watches.values().stream().filter(SimWatch::isReady).forEach(ready::add);
        return ready;
    }

    /// Reports at least half, in an order that nobody expects. The rest stays armed for the next
    /// poll.
    private void report(List<SimWatch> ready) {
        if (!ready.isEmpty()) {
            Collections.shuffle(ready, order);
            int later = order.nextInt(ready.size() / 2 + 1);
            ready.subList(later, ready.size()).forEach(SimWatch::report);
        }
    }

    @Override
    public void wakeup() {
        woken.set(true);
        LockSupport.unpark(owner);
    }

    @Override
    public void moveTo(Thread owner) {
        Objects.requireNonNull(owner);
        checkOpen();
        this.owner = owner;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        Objects.requireNonNull(readiness);
        checkOwner();
        checkOpen();
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "A descriptor is a number from 0 on, not %d.".formatted(descriptor));
        }
        var before = watches.get(descriptor);
        if (before != null) {
            before.replaceBy(generation);
        }
        var watch = new SimWatch(this, descriptor, generation, readiness);
        watches.put(descriptor, watch);
        return watch;
    }

    @Override
    public void close() {
        checkOwner();
        closed = true;
    }

    /// Opens a simulated descriptor, ready for nothing: the lowest number that is free, so that
    /// numbers come again as they do in a system. Any thread.
    ///
    /// @return its number
    public int openDescriptor() {
        return descriptors.open();
    }

    /// Closes a simulated descriptor; its watch is not told. Any thread.
    ///
    /// @param descriptor its number
    public void closeDescriptor(int descriptor) {
        descriptors.close(descriptor);
    }

    /// Makes a descriptor ready, until [#clearReady]. Any thread.
    ///
    /// @param descriptor its number
    /// @param what [Readiness#READ], [Readiness#WRITE] and [Readiness#UNUSUAL], or-ed
    public void setReady(int descriptor, int what) {
        descriptors.get(descriptor).getAndUpdate(before -> before | what);
        LockSupport.unpark(owner);
    }

    /// Takes back what a descriptor is ready for. Any thread.
    ///
    /// @param descriptor its number
    /// @param what as for [#setReady]
    public void clearReady(int descriptor, int what) {
        descriptors.get(descriptor).getAndUpdate(before -> before & ~what);
    }

    /// Lets the other end of a descriptor go away: from now on it is ready in both directions, and
    /// [Readiness#UNUSUAL]. Any thread.
    ///
    /// @param descriptor its number
    public void hangUp(int descriptor) {
        setReady(descriptor, Readiness.READ | Readiness.WRITE | Readiness.UNUSUAL);
    }

    Descriptors descriptors() {
        return descriptors;
    }

    void checkOwner() {
        if (Thread.currentThread() != owner) {
            throw new WrongThreadException(
                    "This loop belongs to %s: call it there, or have it handed over with moveTo."
                            .formatted(owner));
        }
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("This loop is closed; open another one.");
        }
    }
}
