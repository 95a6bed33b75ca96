package io.anyloop.kernel;

import java.util.Arrays;

/// All pending deadlines of a hub, earliest first, those of the same time in the order in which they were started.
/// A heap of four children a node, each entry knowing its place so that cancelling needs no search; times and order lie
/// beside the entries, so that comparing two touches neither. Hub's thread only.
final class Deadlines {
    private static final int ARITY = 4;

    private long[] times = new long[64];
    private long[] orders = new long[64];
    private Object[] entries = new Object[64];
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
    void start(Object deadline, long at) {
        if (size == entries.length) {
            times = Arrays.copyOf(times, size * 2);
            orders = Arrays.copyOf(orders, size * 2);
            entries = Arrays.copyOf(entries, size * 2);
        }
        count(deadline, 1);
        siftUp(size++, deadline, at, started++);
    }

    private void count(Object entry, int by) {
        if (entry instanceof Deadline deadline) {
            if (deadline.keepsHub) {
                keeping += by;
            }
            if (deadline.isUnreferenced) {
                unreferenced += by;
            }
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
    void cancel(Object deadline) {
        int slot = slotOf(deadline);
        if (slot == Deadline.IDLE) {
            return;
        }
        setSlot(deadline, Deadline.IDLE);
        count(deadline, -1);
        int end = --size;
        Object last = entries[end];
        entries[end] = null;
        if (slot != end) {
            long at = times[end];
            long order = orders[end];
            if (slot > 0 && before(at, order, parent(slot))) {
                siftUp(slot, last, at, order);
            } else {
                siftDown(slot, last, at, order);
            }
        }
    }

    /// Tells every deadline that is due by now, in order. One that is started meanwhile waits for the next round,
    /// even if it is due already: a chain of zero deadlines cannot hold the hub here.
    void tell(long now) {
        long round = started;
        while (size > 0 && times[0] <= now && orders[0] < round) {
            Object deadline = entries[0];
            cancel(deadline);
            tell(deadline);
        }
    }

    /// Takes all deadlines out, for the hub ends.
    ///
    /// @return tells those that outlive it, in no particular order
    Runnable clear(long now) {
        Object[] all = Arrays.copyOf(entries, size);
        long[] due = Arrays.copyOf(times, size);
        Arrays.fill(entries, 0, size, null);
        size = 0;
        keeping = 0;
        unreferenced = 0;
        for (Object deadline : all) {
            setSlot(deadline, Deadline.IDLE);
        }
        return () -> {
            for (int i = 0; i < all.length; i++) {
                if (all[i] instanceof Deadline deadline) {
                    deadline.outlive(Math.max(0, due[i] - now));
                }
            }
        };
    }

    private void siftUp(int from, Object deadline, long at, long order) {
        int slot = from;
        while (slot > 0) {
            int parent = parent(slot);
            if (!before(at, order, parent)) {
                break;
            }
            move(parent, slot);
            slot = parent;
        }
        place(slot, deadline, at, order);
    }

    private void siftDown(int from, Object deadline, long at, long order) {
        int slot = from;
        for (int child = earliestChild(slot); child < size; child = earliestChild(slot)) {
            if (before(at, order, child)) {
                break;
            }
            move(child, slot);
            slot = child;
        }
        place(slot, deadline, at, order);
    }

    private static int parent(int slot) {
        return (slot - 1) / ARITY;
    }

    /// The earliest child of a slot, or [#size] and more if it has none.
    private int earliestChild(int slot) {
        int first = slot * ARITY + 1;
        int earliest = first;
        int end = Math.min(first + ARITY, size);
        for (int child = first + 1; child < end; child++) {
            if (before(times[child], orders[child], earliest)) {
                earliest = child;
            }
        }
        return earliest;
    }

    private boolean before(long at, long order, int slot) {
        long other = times[slot];
        return at < other || (at == other && order < orders[slot]);
    }

    private void move(int from, int to) {
        place(to, entries[from], times[from], orders[from]);
    }

    private void place(int slot, Object deadline, long at, long order) {
        times[slot] = at;
        orders[slot] = order;
        entries[slot] = deadline;
        setSlot(deadline, slot);
    }

    // An entry is a Deadline or a Limit, which has to extend Error; a common interface would make
    // its methods public.

    private static int slotOf(Object entry) {
        return entry instanceof Limit limit ? limit.slot : ((Deadline) entry).slot;
    }

    private static void setSlot(Object entry, int slot) {
        if (entry instanceof Limit limit) {
            limit.slot = slot;
        } else {
            ((Deadline) entry).slot = slot;
        }
    }

    private static void tell(Object entry) {
        if (entry instanceof Limit limit) {
            limit.due();
        } else {
            ((Deadline) entry).due();
        }
    }
}
