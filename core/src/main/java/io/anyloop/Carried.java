package io.anyloop;

import io.anyloop.base.Rethrow;
import io.anyloop.spi.Surroundings;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/// What carriers of the user's have taken for one piece of work, within what the host puts around it.
final class Carried implements Surroundings {
    private final Surroundings outer; // null for none
    private final List<ContextCarrier.Captured> captured;
    private final ArrayDeque<ContextCarrier.Restored> restored = new ArrayDeque<>();

    private Carried(Surroundings outer, List<ContextCarrier.Captured> captured) {
        this.outer = outer;
        this.captured = captured;
    }

    /// Has all of them take what there is.
    ///
    /// @param outer what the host wants, or null
    /// @return what is to be around the work, or null
    static Surroundings within(Surroundings outer, List<ContextCarrier> carriers) {
        if (carriers.isEmpty()) {
            return outer;
        }
        List<ContextCarrier.Captured> captured = new ArrayList<>(carriers.size());
        for (ContextCarrier carrier : carriers) {
            ContextCarrier.Captured taken = carrier.capture();
            if (taken != null) {
                captured.add(taken);
            }
        }
        return captured.isEmpty() ? outer : new Carried(outer, captured);
    }

    @Override
    public boolean enter(Resident resident) {
        if (outer != null && !outer.enter(resident)) {
            return false;
        }
        try {
            for (ContextCarrier.Captured one : captured) {
                restored.push(one.restore());
            }
            return true;
        } catch (Throwable e) {
            try {
                leave();
            } catch (Throwable next) {
                e.addSuppressed(next);
            }
            throw e;
        }
    }

    /// In the reverse order, all of them.
    @Override
    public void leave() {
        try {
            removeAll();
        } finally {
            if (outer != null) {
                outer.leave();
            }
        }
    }

    private void removeAll() {
        Throwable first = null;
        while (!restored.isEmpty()) {
            try {
                restored.pop().remove();
            } catch (Throwable e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw Rethrow.unchecked(first);
        }
    }
}
