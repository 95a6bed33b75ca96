package io.anyloop;

import java.util.function.Predicate;

/// The links of one greenlet, in the order in which they were added. Queues itself on the hub to fire them once the
/// greenlet has ended; each is taken out before it fires. Hub's thread only.
final class Links implements Runnable {
    private final Greenlet<?> owner;
    private Link first;
    private Link last;
    private boolean queued;

    Links(Greenlet<?> owner) {
        this.owner = owner;
    }

    void add(Link link) {
        if (first == null) {
            first = link;
        } else {
            last.next = link;
        }
        last = link;
    }

    /// Takes out one link; does nothing if it is not there.
    void remove(Link link) {
        removeFirst(candidate -> candidate == link);
    }

    /// Takes out the first link made for a callback; does nothing if there is none.
    void removeFor(Object callback) {
        removeFirst(candidate -> candidate.isFor(callback));
    }

    private void removeFirst(Predicate<Link> wanted) {
        Link before = null;
        for (Link link = first; link != null; before = link, link = link.next) {
            if (wanted.test(link)) {
                unchain(before, link);
                return;
            }
        }
    }

    private void unchain(Link before, Link link) {
        if (before == null) {
            first = link.next;
        } else {
            before.next = link.next;
        }
        if (last == link) {
            last = before;
        }
        link.next = null;
    }

    /// Takes out all that were made for a callback; those of threads that join stay.
    void clearCallbacks() {
        Link before = null;
        for (Link link = first; link != null; ) {
            Link next = link.next;
            if (link instanceof Link.Join) {
                before = link;
            } else {
                unchain(before, link);
            }
            link = next;
        }
    }

    int size() {
        int size = 0;
        for (Link link = first; link != null; link = link.next) {
            size++;
        }
        return size;
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
            unchain(null, link);
            if (link.fire(owner)) {
                break;
            }
        }
        fireSoon();
    }
}
