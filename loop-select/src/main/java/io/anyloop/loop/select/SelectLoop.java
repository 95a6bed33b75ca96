package io.anyloop.loop.select;

import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;

/// A driven loop over the JDK's [Selector]. Confined to its owner, except [#wakeup], [#nanoTime]
/// and [#close].
final class SelectLoop implements DrivenLoop {
    static final String NAME = "select";
    static final Set<Capability> CAPABILITIES = Set.of(Capability.DESCRIPTORS);

    private final Descriptors descriptors;
    private final Watches watches = new Watches(new Home());
    private final Queue<Report> reports = new ArrayDeque<>();
    private volatile Thread owner = Thread.currentThread();
    private volatile boolean closed;
    private boolean polling;

    SelectLoop(Selector selector) {
        descriptors = new Descriptors(selector);
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
        if (polling) {
            throw new IllegalStateException(
                    "The select loop is being polled already: a report only notes what it hears,"
                            + " and leaves polling to the hub.");
        }
        polling = true;
        try {
            // A report whose listener threw left the others behind it: no sleep before they are
            // delivered.
            descriptors.select(reports.isEmpty() ? nanos : 0, reports);
            deliver();
        } catch (ClosedSelectorException e) {
            throw closed("poll");
        } finally {
            polling = false;
        }
    }

    private void deliver() {
        for (Report r = reports.poll(); r != null && !closed; r = reports.poll()) {
            r.deliver();
        }
    }

    @Override
    public void moveTo(Thread owner) {
        Objects.requireNonNull(owner, "owner");
        if (closed) {
            throw closed("moveTo");
        }
        if (polling) {
            throw new IllegalStateException(
                    "The select loop is being polled: hand it over between two polls.");
        }
        this.owner = owner;
    }

    @Override
    public Watch watch(int descriptor, long generation, Readiness readiness) {
        return watches.watch(descriptor, generation, readiness);
    }

    @Override
    public void wakeup() {
        descriptors.wakeup();
    }

    /// Any thread; a poll that is under way ends with [IllegalStateException].
    @Override
    public void close() {
        closed = true;
        descriptors.close();
    }

    private void check(String call) {
        if (closed) {
            throw closed(call);
        }
        Thread caller = Thread.currentThread();
        if (caller != owner) {
            throw new WrongThreadException(
                    ("%s was called on %s, but the select loop belongs to %s: call it there,"
                                    + " or move the loop first.")
                            .formatted(call, caller, owner));
        }
    }

    private static IllegalStateException closed(String call) {
        return new IllegalStateException(
                call + " on a select loop that is closed: open a new one from its provider.");
    }

    private final class Home implements Watches.Home {
        @Override
        public void check(String call) {
            SelectLoop.this.check(call);
        }

        @Override
        public boolean isClosed() {
            return closed;
        }

        @Override
        public void arm(Arming arming) throws IOException {
            descriptors.arm(arming);
        }

        @Override
        public void cancel(DescriptorWatch watch) {
            descriptors.cancel(watch);
        }
    }
}
