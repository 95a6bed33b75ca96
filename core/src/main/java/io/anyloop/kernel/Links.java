package io.anyloop.kernel;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;

/// The links of one greenlet, in the order in which they were added. Queues itself on the hub to fire them once the
/// greenlet has ended; each is taken out before it fires. Hub's thread only.
///
/// However many there are, none is looked for by going through them: a link knows its neighbours, and those for
/// callbacks are found by the callback once there are more than a few.
public final class Links implements Runnable {
    /// So many are gone through one by one.
    private static final int FEW = 8;

    private final Strand<?> owner;
    private Link first;
    private Link last;
    private int size;
    private boolean queued;

    /// Those for each callback, in order; null while it is not needed.
    private Map<Object, ArrayDeque<Link.OfCallback>> byCallback;

    Links(Strand<?> owner) {
        this.owner = owner;
    }

    void add(Link link) {
        link.before = last;
        if (last == null) {
            first = link;
        } else {
            last.after = link;
        }
        last = link;
        size++;
        if (byCallback != null && link instanceof Link.OfCallback known) {
            index(known);
        }
    }

    private void index(Link.OfCallback link) {
        link.alike = byCallback.computeIfAbsent(link.callback, key -> new ArrayDeque<>());
        link.alike.add(link);
    }

    /// Takes out one link; does nothing if it is not there.
    void remove(Link link) {
        if (link.before != null || first == link) {
            unchain(link);
        }
    }

    /// Takes out the first link made for a callback; does nothing if there is none.
    void removeFor(Object callback) {
        if (byCallback == null && size > FEW) {
            indexAll();
        }
        Link.OfCallback found = byCallback == null ? search(callback) : lookUp(callback);
        if (found != null) {
            unchain(found);
        }
    }

    private void indexAll() {
        byCallback = new HashMap<>();
        for (Link link = first; link != null; link = link.after) {
            if (link instanceof Link.OfCallback known) {
                index(known);
            }
        }
    }

    private Link.OfCallback search(Object callback) {
        for (Link link = first; link != null; link = link.after) {
            if (link instanceof Link.OfCallback known && known.callback.equals(callback)) {
                return known;
            }
        }
        return null;
    }

    private Link.OfCallback lookUp(Object callback) {
        ArrayDeque<Link.OfCallback> alike = byCallback.get(callback);
        if (alike != null && alike.size() <= 1) {
            byCallback.remove(callback);
        }
        return alike == null ? null : alike.peek();
    }

    private void unchain(Link link) {
        if (link.before == null) {
            first = link.after;
        } else {
            link.before.after = link.after;
        }
        if (link.after == null) {
            last = link.before;
        } else {
            link.after.before = link.before;
        }
        link.before = null;
        link.after = null;
        size--;
        if (link instanceof Link.OfCallback known && known.alike != null) {
            known.alike.remove(); // Of those for one callback it is always the first that goes.
            known.alike = null;
        }
        if (size == 0) {
            byCallback = null;
        }
    }

    /// Takes out all that were made for a callback; those of threads that join stay.
    void clearCallbacks() {
        for (Link link = first; link != null; ) {
            Link next = link.after;
            if (link instanceof Link.OfCallback) {
                unchain(link);
            }
            link = next;
        }
        byCallback = null;
    }

    int size() {
        return size;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /// Fires the links soon, from the loop.
    void fireSoon() {
        if (first != null && !queued) {
            queued = true;
            owner.hub.submit(this);
        }
    }

    /// Fires in order. A link that starts a greenlet lets it take its first step before the next link is looked
    /// at: so a link can still take out a later one.
    @Override
    public void run() {
        queued = false;
        while (first != null) {
            Link link = first;
            unchain(link);
            if (link.fire(owner)) {
                break;
            }
        }
        fireSoon();
    }
}
