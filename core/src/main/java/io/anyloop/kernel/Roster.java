package io.anyloop.kernel;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The greenlets of a hub that are started and have not ended, each at a small number that is used again. Changed on
/// the hub's thread only; any thread may take a snapshot.
public final class Roster {
    static final int NONE = -1;

    private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Strand[].class);

    private volatile Strand<?>[] slots = new Strand<?>[16];
    private int[] free = new int[16];
    private int freed;
    private int used;
    private volatile int size;

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    @SuppressWarnings("NonAtomicOperationOnVolatileField") // Written by one thread.
    void add(Strand<?> greenlet) {
        int id = freed > 0 ? free[--freed] : used++;
        if (id == slots.length) {
            slots = Arrays.copyOf(slots, id * 2);
        }
        greenlet.id = id;
        SLOT.setRelease(slots, id, greenlet);
        size = size + 1;
    }

    void remove(Strand<?> greenlet) {
        int id = greenlet.id;
        if (id == NONE) {
            return;
        }
        SLOT.setRelease(slots, id, (Strand<?>) null);
        greenlet.id = NONE;
        if (freed == free.length) {
            free = Arrays.copyOf(free, freed * 2);
        }
        free[freed++] = id;
        size = size - 1;
    }

    /// All of them, in the order of their numbers.
    public List<Strand<?>> snapshot() {
        Strand<?>[] known = slots;
        List<Strand<?>> all = new ArrayList<>(size);
        for (int id = 0; id < known.length; id++) {
            Strand<?> greenlet = (Strand<?>) SLOT.getAcquire(known, id);
            if (greenlet != null) {
                all.add(greenlet);
            }
        }
        return all;
    }

    /// The greenlet that runs on a thread, or null. Slow: only for threads that carry somebody else's handler.
    Strand<?> find(Thread thread) {
        for (Strand<?> greenlet : snapshot()) {
            if (greenlet.thread == thread) {
                return greenlet;
            }
        }
        return null;
    }
}
