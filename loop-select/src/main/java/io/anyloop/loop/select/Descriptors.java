package io.anyloop.loop.select;

import io.anyloop.descriptors.RawDescriptors;
import io.anyloop.spi.Readiness;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A Selector over raw descriptors: waits, is woken, and turns what it found into reports.
///
/// Confined to the thread that selects, except [#wakeup] and [#close], which any thread may call.
final class Descriptors implements AutoCloseable {
    private static final long NANOS_PER_MILLI = 1_000_000;

    // What the thread that selects is doing. A wake-up always leaves WOKEN behind, and only the
    // one that finds ASLEEP has to reach into the Selector; so a burst costs one system call, or
    // none at all when nobody sleeps. The way back to AWAKE is an exchange too, so that what was
    // written before a wake-up is seen after the wait which it ended.
    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final int WOKEN = 2;

    private final Selector selector;
    private final AtomicInteger state = new AtomicInteger(AWAKE);
    private boolean cancelled; // a key was cancelled, and the selector has not forgotten it yet

    Descriptors(Selector selector) {
        this.selector = selector;
    }

    /// Waits for at most `nanos` (0 or less: not at all, [Long#MAX_VALUE]: until woken) and adds
    /// what it found to the reports. Each report spends its arming.
    ///
    /// @return whether anything was found
    boolean select(long nanos, Queue<Report> reports) throws IOException {
        try {
            // Keys that flush() found are waiting already: no sleep before they are reported.
            if (nanos > 0
                    && selector.selectedKeys().isEmpty()
                    && state.compareAndSet(AWAKE, ASLEEP)) {
                await(nanos);
            } else {
                selector.selectNow();
            }
        } finally {
            state.getAndSet(AWAKE);
        }
        cancelled = false;
        return collect(reports);
    }

    // A Selector does not wait while the thread's interrupt flag is set: polling would become a
    // spin. The flag is not ours to eat, so it is laid aside and put back; an interrupt during the
    // wait ends that wait.
    private void await(long nanos) throws IOException {
        boolean interrupted = Thread.interrupted();
        try {
            if (nanos == Long.MAX_VALUE) {
                selector.select();
            } else {
                // Up to whole milliseconds, all that a Selector knows: 0.2 ms cut down to 0 would
                // be a spin.
                selector.select(Math.ceilDiv(nanos, NANOS_PER_MILLI));
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean collect(Queue<Report> reports) {
        Set<SelectionKey> selected = selector.selectedKeys();
        if (selected.isEmpty()) {
            return false;
        }
        boolean found = false;
        for (SelectionKey key : selected) {
            int what = RawDescriptors.readiness(key);
            if (what != 0) {
                key.interestOps(0);
                found |= reports.add(new Report((Arming) key.attachment(), what));
            }
        }
        selected.clear();
        return found;
    }

    void arm(Arming arming) throws IOException {
        DescriptorWatch watch = arming.watch;
        int ops = ops(arming.what);
        if (watch.key == null) {
            flush();
            watch.key = RawDescriptors.channel(watch.descriptor).register(selector, ops, arming);
        } else {
            watch.key.attach(arming);
            watch.key.interestOps(ops);
        }
    }

    void cancel(DescriptorWatch watch) {
        if (watch.key != null) {
            watch.key.cancel();
            watch.key = null;
            cancelled = true;
        }
    }

    // The JDK's selectors know keys by descriptor number, and a cancelled key keeps its number
    // until the next selection: a new key of the same number would be shadowed by it. What this
    // selection finds stays among the selected keys; a wake-up that it swallows is still in
    // `state`.
    private void flush() throws IOException {
        if (cancelled) {
            selector.selectNow();
            cancelled = false;
        }
    }

    private static int ops(int what) {
        return ((what & Readiness.READ) != 0 ? SelectionKey.OP_READ : 0)
                | ((what & Readiness.WRITE) != 0 ? SelectionKey.OP_WRITE : 0);
    }

    /// Ends the selection that is under way, or else the next one. Any thread, no lock unless
    /// somebody sleeps.
    void wakeup() {
        if (state.getAndSet(WOKEN) == ASLEEP) {
            selector.wakeup();
        }
    }

    /// Closes the selector, and ends the selection that is under way. Any thread.
    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            // Its descriptors are given back or lost; there is nothing that the caller could do
            // about it.
        }
    }
}
