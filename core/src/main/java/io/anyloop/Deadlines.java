package io.anyloop;

import java.util.Arrays;

/// All pending deadlines of a hub, earliest first, those of the same time in the order in which they were started.
/// A heap of four children a node, each entry knowing its place so that cancelling needs no search; the times lie
/// beside the entries, so that comparing two rarely touches them. Hub's thread only.
final class Deadlines {
    private static final int ARITY = 4;

    private long[] times = new long[64];
    private Deadline[] entries = new Deadline[64];
    private int size;
    private long started;
    private int keeping;
    private int unreferenced;

    int size() {
        return size;
    }

    /// When the next deadline is due; [Long#MAX_VALUE] if there is none.
    long next() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    /// Starts a deadline that is not pending.
    void start(Deadline deadline, long at) {
        if (size == entries.length) {
            times = Arrays.copyOf(times, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        deadline.at = at;
        deadline.order = started++;
        count(deadline, 1);
        siftUp(size++, deadline);
    }

    private void count(Deadline deadline, int by) {
        if (deadline.keepsHub) {
            keeping += by;
        }
        if (deadline.isUnreferenced) {
            unreferenced += by;
        }
    }

    /// Whether none is pending that is itself something left on the hub.
    boolean keepNothing() {
        return keeping == 0;
    }

    /// Whether none is pending by which somebody could be woken.
    boolean wakeNobody() {
        return size == unreferenced;
    }

    /// Takes a deadline back; does nothing if it is not pending.
    void cancel(Deadline deadline) {
        int slot = deadline.slot;
        if (slot == Deadline.IDLE) {
            return;
        }
        deadline.slot = Deadline.IDLE;
        count(deadline, -1);
        Deadline last = entries[--size];
        entries[size] = null;
        if (last != deadline) {
            siftUp(slot, last);
            siftDown(last.slot, last);
        }
    }

    /// Tells every deadline that is due by now, in order. One that is started meanwhile waits for the next round,
    /// even if it is due already: a chain of zero deadlines cannot hold the hub here.
    void tell(long now) {
        long round = started;
        while (size > 0 && times[0] <= now && entries[0].order < round) {
            Deadline deadline = entries[0];
            cancel(deadline);
            deadline.due();
        }
    }

    /// Takes all deadlines out, in no particular order.
    Deadline[] clear() {
        Deadline[] all = Arrays.copyOf(entries, size);
        Arrays.fill(entries, 0, size, null);
        size = 0;
        keeping = 0;
        unreferenced = 0;
        for (Deadline deadline : all) {
            deadline.slot = Deadline.IDLE;
        }
        return all;
    }

    private void siftUp(int from, Deadline deadline) {
        int slot = from;
        while (slot > 0) {
            int parent = (slot - 1) / ARITY;
            if (!before(deadline.at, deadline.order, parent)) {
                break;
            }
            place(slot, entries[parent]);
            slot = parent;
        }
        place(slot, deadline);
    }

    private void siftDown(int from, Deadline deadline) {
        int slot = from;
        for (int child = earliestChild(slot); child < size; child = earliestChild(slot)) {
            if (before(deadline.at, deadline.order, child)) {
                break;
            }
            place(slot, entries[child]);
            slot = child;
        }
        place(slot, deadline);
    }

    /// The earliest child of a slot, or [#size] and more if it has none.
    private int earliestChild(int slot) {
        int first = slot * ARITY + 1;
        int earliest = first;
        int end = Math.min(first + ARITY, size);
        for (int child = first + 1; child < end; child++) {
            if (before(times[child], entries[child].order, earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean before(long at, long order, int slot) {
        long other = times[slot];
        return at < other || (at == other && order < entries[slot].order);
    }

    private void place(int slot, Deadline deadline) {
        times[slot] = deadline.at;
        entries[slot] = deadline;
        deadline.slot = slot;
    }
}
