package io.anyloop.loop.iocp;

import io.anyloop.spi.Readiness;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/// From armings to polls, and from packets to reports. Confined to the loop's thread.
///
/// The system is told of changes once, before it is waited for: who arms twice in a turn, or arms what is
/// polled for already, costs nothing. A watch has at most one poll under way. Where that one does not ask
/// for all that is wanted now, it is cancelled; and when its packet has come, in whatever state, the next
/// is submitted. A packet comes for each poll, also for one that was cancelled, and for a socket that was
/// closed; until then the slot and the place on the handle stay taken.
final class Polls {
    private final Kernel kernel;
    private final PollHandles handles;
    private final Slots slots = new Slots();
    private final Deque<IocpWatch> changes = new ArrayDeque<>();
    private final Deque<IocpWatch> reports = new ArrayDeque<>();

    Polls(Kernel kernel) {
        this.kernel = kernel;
        handles = new PollHandles(kernel);
    }

    /// @param what READ, WRITE or both, of [Readiness]
    /// @throws IOException if this is no open socket, or the system refuses a handle
    void arm(IocpWatch watch, int what) throws IOException {
        if (!watch.baseKnown) {
            watch.baseSocket = kernel.baseSocket(watch.socket);
            watch.baseKnown = true;
        }
        if (watch.place == null) {
            watch.place = handles.take();
        }
        watch.found = 0; // it answered an earlier arming; what still holds is found again
        watch.wanted = what;
        change(watch);
    }

    private void change(IocpWatch watch) {
        if (!watch.changed) {
            watch.changed = true;
            changes.add(watch);
        }
    }

    /// Ends what is under way for a watch that nobody listens to any more.
    void retire(IocpWatch watch) {
        if (watch.slot == IocpWatch.NO_SLOT) {
            leave(watch);
        } else if (!watch.cancelled) {
            // Best effort: a poll that cannot be cancelled ends when its socket does.
            watch.cancelled = true;
            kernel.cancel(watch.place.handle, watch.slot);
        }
    }

    private void leave(IocpWatch watch) {
        if (watch.place != null) {
            handles.giveBack(watch.place);
            watch.place = null;
        }
    }

    /// Tells the system of all changes.
    void submit() throws IOException {
        for (IocpWatch watch = changes.poll(); watch != null; watch = changes.poll()) {
            watch.changed = false;
            if (watch.wanted != 0) {
                submit(watch);
            }
        }
    }

    private void submit(IocpWatch watch) throws IOException {
        int events = AfdEvents.of(watch.wanted);
        if (watch.slot == IocpWatch.NO_SLOT) {
            begin(watch, events);
        } else if (!watch.cancelled && (events & ~watch.polled) != 0) {
            cancel(watch);
        } // else the poll asks for enough, or its packet is on its way
    }

    private void begin(IocpWatch watch, int events) {
        int slot = slots.take(watch);
        int status = kernel.poll(watch.place.handle, slot, watch.baseSocket, events);
        if (NtStatus.isError(status)) {
            slots.free(slot); // the system did not take it: no packet
            broken(watch);
        } else {
            watch.slot = slot;
            watch.polled = events;
            watch.cancelled = false;
        }
    }

    private void cancel(IocpWatch watch) throws IOException {
        int status = kernel.cancel(watch.place.handle, watch.slot);
        if (NtStatus.isError(status) && status != NtStatus.NOT_FOUND) {
            throw new IOException(
                    "NtCancelIoFileEx failed for socket %d: %s."
                            .formatted(watch.socket, NtStatus.name(status)));
        }
        watch.cancelled = true;
    }

    /// Takes in what was taken out of the port.
    void completed(Packets packets) {
        for (int i = 0; i < packets.polls(); i++) {
            IocpWatch watch = slots.free(packets.slot(i));
            watch.slot = IocpWatch.NO_SLOT;
            if (!watch.isLive()) {
                leave(watch);
            } else if (watch.wanted != 0) {
                completed(watch, packets.status(i), packets.events(i));
            }
        }
    }

    private void completed(IocpWatch watch, int status, int events) {
        if (status == NtStatus.CANCELLED) {
            change(watch);
        } else if (NtStatus.isError(status)) {
            broken(watch);
        } else {
            if ((events & AfdEvents.LOCAL_CLOSE) != 0) {
                watch.baseKnown = false; // the number may be another socket's by now
            }
            int what = AfdEvents.toReadiness(events, watch.wanted);
            if (what == 0) {
                change(watch); // nothing, or only what was wanted before
            } else {
                find(watch, what);
            }
        }
    }

    /// Whoever waits tries again, and learns from the socket itself what is wrong.
    private void broken(IocpWatch watch) {
        watch.baseKnown = false;
        find(watch, watch.wanted | Readiness.UNUSUAL);
    }

    private void find(IocpWatch watch, int what) {
        watch.found = what;
        reports.add(watch);
    }

    /// Whether there are reports to deliver, or changes to tell of: no time to sleep.
    boolean hasWork() {
        return !reports.isEmpty() || !changes.isEmpty();
    }

    /// Reports what was found. What a listener that throws leaves behind comes next time.
    void deliver() {
        for (IocpWatch watch = reports.poll(); watch != null; watch = reports.poll()) {
            watch.report();
        }
    }

    /// How many packets are still to come.
    int underWay() {
        return slots.inUse();
    }

    /// Asks for an early end of all polls.
    void cancelAll() {
        reports.clear();
        changes.clear();
        for (IocpWatch watch : slots.all()) {
            watch.retire();
        }
    }

    void closeHandles() {
        handles.closeAll();
    }
}
