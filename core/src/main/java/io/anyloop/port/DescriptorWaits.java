package io.anyloop.port;

import io.anyloop.kernel.CutOff;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.waiting.Waiter;
import java.io.IOException;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;

/// Who waits for one descriptor: at calls of ours, at most one greenlet for each direction, and in the JDK's own code, where the
/// agent brings that here. Hub's thread only.
///
/// Nobody tells us when a descriptor is closed and its number used again. So each wait that finds no other begins a new
/// generation, and a watch does not outlive its last wait; unless a channel is waited for, which has one number for life and
/// tells whether it is open. With the agent the JDK tells of closing its own, so what only the
/// JDK waits for can stay registered from its first wait to its end ([KeptWatch]).
public final class DescriptorWaits implements Readiness {
    private final DescriptorTable table;
    private final Loop loop;
    private final int descriptor;
    private Waiter reader;
    private Waiter writer;
    private Watch watch;
    private long generation;
    private boolean isNew;
    private boolean isArmed;
    private boolean queued;

    /// Whose number it is, as far as the watch goes; null if nobody can tell.
    private WeakReference<SelectableChannel> channel;

    private Exception failure;

    /// Null until the JDK first waits here.
    private KeptWatch jdk;

    DescriptorWaits(DescriptorTable table, Loop loop, int descriptor) {
        this.table = table;
        this.loop = loop;
        this.descriptor = descriptor;
    }

    /// @param waitedFor the channel whose descriptor this is; null if only the number is known
    public boolean await(String call, SelectableChannel waitedFor, Interest side, long nanos)
            throws IOException {
        Waiter waiter = Waiter.here(call, this);
        enter(side, waiter, waitedFor);
        try {
            boolean ready = waiter.await(nanos);
            throwFailure(call);
            return ready;
        } finally {
            leave(side, waiter);
            Reference.reachabilityFence(waitedFor); // what is collected counts as closed
        }
    }

    /// For a call that may block: waits until it would not. Where the system cannot wait for that, or somebody does already,
    /// the call itself has to.
    void awaitIfPossible(Interest side) {
        if ((side.reads() ? reader : writer) == null) {
            Waiter waiter = Waiter.here("the JDK's wait to read", this).ofJdk();
            enter(side, waiter, null);
            try {
                waiter.await();
            } finally {
                leave(side, waiter);
            }
        }
    }

    private void throwFailure(String call) throws IOException {
        if (failure != null) {
            throw new IOException(
                    "%s of descriptor %d failed: %s".formatted(call, descriptor, failure), failure);
        }
    }

    /// Waits for the JDK, until the descriptor may be ready: parks once at most, and whoever called looks for himself.
    ///
    /// @param nanos at most so long, 0 without limit
    /// @param closes how often the number was closed, or [KeptWatch#UNKNOWN]
    /// @return false if the JDK has to wait by itself
    boolean awaitForJdk(Interest side, long nanos, int closes) throws IOException {
        if (jdk == null) {
            jdk = new KeptWatch(descriptor, table.armsFree);
        }
        JdkWait wait = jdk.of(side);
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        if (greenlet != null && Deliveries.isToThrow(greenlet)) {
            Strands.deliveries(greenlet).cutOff(wait, CutOff.SOCKET, 0);
        }
        if (jdk.isKept(closes)) {
            if (wait.takeReport()) {
                return true;
            }
        } else {
            beginUnlessWaitedFor(null);
            jdk.ask(closes);
            settleSoon();
        }
        table.entered();
        table.jdkWait = wait;
        boolean served;
        try {
            served = wait.park(greenlet, nanos);
        } finally {
            table.jdkWait = null;
            table.left();
            if (!jdk.isKept(closes)) {
                settleSoon();
            }
        }
        throwFailure("A wait");
        if (greenlet != null && Deliveries.isToThrow(greenlet)) {
            Strands.deliveries(greenlet).cutOff(wait, CutOff.SOCKET, Strands.waitedNanos(greenlet));
        }
        return served;
    }

    /// What the JDK knows of the descriptor; null if it has not waited for it here.
    KeptWatch jdk() {
        return jdk;
    }

    private void beginUnlessWaitedFor(SelectableChannel next) {
        // A channel that was collected is not the one of which nothing is known.
        boolean isSame = next != null && channel != null && channel.refersTo(next);
        if (reader == null && writer == null && (jdk == null || !jdk.isWaitedFor())) {
            isNew |= !isSame;
            failure = null;
        }
        if (!isSame) {
            channel = isNew && next != null ? new WeakReference<>(next) : null;
        }
    }

    private void enter(Interest side, Waiter waiter, SelectableChannel waitedFor) {
        Waiter other = side.reads() ? reader : writer;
        if (other != null) {
            throw new IllegalStateException(
                    "%s waits already (%s); two cannot wait for one direction. Let one greenlet read and one write."
                            .formatted(other.who(), other));
        }
        beginUnlessWaitedFor(waitedFor);
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
        isArmed = false;
        if ((what & READ) != 0 && reader != null) {
            reader.wake();
        }
        if ((what & WRITE) != 0 && writer != null) {
            writer.wake();
        }
        if (jdk != null) {
            jdk.report(what);
        }
        if (jdk == null || !jdk.isKept()) {
            settleSoon();
        }
    }

    /// Brings the loop's view in line with who waits.
    void settle() {
        queued = false;
        try {
            boolean reads = reader != null && !reader.isWoken();
            boolean writes = writer != null && !writer.isWoken();
            if (jdk != null) {
                if (table.keeps && !reads && !writes && jdk.isToBeKept()) {
                    keep();
                    return;
                }
                isNew |= jdk.forget();
                reads |= jdk.of(Interest.READ).isUntold();
                writes |= jdk.of(Interest.WRITE).isUntold();
            }
            boolean isKnown = isKnownOpen();
            boolean isClosed = channel != null && !isKnown;
            if (isNew || isClosed || !(reads || writes) && (isArmed || !isKnown)) {
                isNew = false;
                cancel();
            }
            if (isClosed) {
                channel = null;
            }
            if (isClosed && (reads || writes)) {
                // Not every loop would refuse the number, and it may be somebody else's by now.
                throw new ClosedChannelException();
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
            if (jdk != null) {
                jdk.forget();
            }
            ready(READ | WRITE);
        }
    }

    /// Registers for both directions, once for as long as the descriptor lives.
    private void keep() throws IOException {
        isNew = false;
        if (!jdk.isKept()) {
            cancel();
            watch = loop.watch(descriptor, ++generation, this);
            watch.arm(Interest.READ_AND_WRITE, Mode.KEEP);
            jdk.kept();
        }
    }

    /// Whether the watch is sure to be for the file that has the number now.
    private boolean isKnownOpen() {
        SelectableChannel known = channel == null ? null : channel.get();
        return known != null && known.isOpen();
    }

    private void arm(Interest interest) throws IOException {
        if (watch == null) {
            watch = loop.watch(descriptor, ++generation, this);
        }
        watch.arm(interest, Mode.ONCE);
        isArmed = true;
    }

    private void cancel() {
        Watch last = watch;
        watch = null;
        isArmed = false;
        if (last != null) {
            last.cancel();
        }
    }

    @Override
    public String toString() {
        return "descriptor " + descriptor;
    }
}
