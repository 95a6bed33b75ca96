package io.anyloop.queue;

import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import java.util.concurrent.atomic.AtomicLong;

/// What an [Exchange] has, and how items change hands: all under the guard, unless a method says otherwise.
///
/// The one who comes second finds the first one in line, claims it, and hands over. A wait that was left cannot be claimed, so no item
/// goes to one who has gone, and none is taken from one who said that he kept it.
abstract sealed class Handover<T> extends Guarded permits Exchange {
    private static final AtomicLong NUMBERS = new AtomicLong();

    final Store<T> store;
    final int bound;

    /// There are some only while there are no items.
    final Line getters = new Line();

    /// There are some only while there is no room.
    final Line putters = new Line();

    /// There are some only while there are no items.
    final Line peekers = new Line();

    /// Those who want to be called once there is an item.
    final Line callbacks = new Line();

    private boolean isShutDown;

    /// Whom the operation that is in the guard has claimed, each with the next in `after`: it resumes them outside.
    private Place claimed;

    private long number;

    /// When a select chose to take from here, and to put in here: the larger the later.
    long gotAt;

    long putAt;

    Handover(Store<T> store, int bound) {
        this.store = store;
        this.bound = bound;
    }

    /// A number for those who have to enter several guards at once: always in this order. Outside the guard.
    final long number() {
        enter();
        try {
            if (number == 0) {
                number = NUMBERS.incrementAndGet();
            }
            return number;
        } finally {
            exit();
        }
    }

    // ---------------------------------------------------------------- items

    /// Gives an item to whom it is due, or keeps it.
    ///
    /// @return false if there is no room
    final boolean accept(T item) {
        Partner<T> getter = claimFirst(getters);
        if (getter == null && store.size() >= bound) {
            return false;
        }
        accepted();
        showToPeekers(item);
        if (getter != null) {
            getter.item = item;
            getter.isDone = true;
            resumeLater(getter);
        } else {
            store.add(item);
            resumeLater(callbacks.claimAll());
        }
        return true;
    }

    /// Everybody who waits for a look at the next item: this is it, even if it goes to a getter at once.
    private void showToPeekers(T item) {
        if (peekers.isEmpty()) {
            return;
        }
        Place first = peekers.claimAll();
        for (Place place = first; place != null; place = place.next()) {
            Partner<T> peeker = partner(place);
            peeker.item = item;
            peeker.isDone = true;
        }
        resumeLater(first);
    }

    /// The next item, taken out; then the one who waits longest with another puts it in.
    ///
    /// @return null if there is none, or if it is not known which one
    final T take(long ticket) {
        if (store.size() == 0) {
            return takeFromPutter(); // Of a channel: elsewhere there is none.
        }
        if (!store.isSorted(ticket)) {
            return null;
        }
        T item = store.take();
        T next = takeFromPutter();
        if (next != null) {
            store.add(next);
        }
        return item;
    }

    private T takeFromPutter() {
        Partner<T> putter = claimFirst(putters);
        if (putter == null) {
            return null;
        }
        accepted();
        putter.isDone = true;
        resumeLater(putter);
        return putter.item;
    }

    final T look(long ticket) {
        return store.size() > 0 && store.isSorted(ticket) ? store.first() : null;
    }

    /// Shut down, and no item is left.
    final boolean isOver() {
        return isShutDown && store.size() == 0;
    }

    final boolean isShutDownHere() {
        return isShutDown;
    }

    /// Whether a get would return, or fail, at once.
    final boolean isReadyHere() {
        return isShutDown || store.size() > 0 || !putters.isEmpty();
    }

    /// No more items are taken; whoever waits is told.
    final void shutDownHere() {
        isShutDown = true;
        resumeLater(putters.claimAll());
        resumeLater(getters.claimAll());
        resumeLater(peekers.claimAll());
        resumeLater(callbacks.claimAll());
    }

    final void stand(Line line, Partner<T> place) {
        line.add(place);
        if (line == putters && store.size() == 0) {
            resumeLater(callbacks.claimAll()); // A channel has become ready.
        }
    }

    /// An item has come in, or went straight to a getter.
    void accepted() {}

    /// Items were dropped.
    void dropped(int count) {}

    private Partner<T> claimFirst(Line line) {
        return line.isEmpty() ? null : partner(line.claimFirst());
    }

    @SuppressWarnings("unchecked") // Only partners of this type are let into these lines.
    private Partner<T> partner(Place place) {
        return (Partner<T>) place;
    }

    final void resumeLater(Place more) {
        if (claimed == null) {
            claimed = more;
            return;
        }
        Place last = claimed;
        while (last.next() != null) {
            last = last.next();
        }
        last.next(more);
    }

    /// Whom to resume, and nobody is from now on.
    final Place takeClaimed() {
        Place all = claimed;
        claimed = null;
        return all;
    }

    /// Leaves the guard, and then resumes those who were claimed in it.
    final void exitAndResume() {
        Place all = takeClaimed();
        exit();
        Line.resumeAll(all);
    }

    /// Outside the guard: leaves the line if it still stands there. Afterwards [Partner#isDone] is final, and its item is there.
    final void leave(Partner<T> place) {
        enter();
        try {
            place.leaveLine();
        } finally {
            exit();
        }
    }

    /// [#enter], for what belongs to this.
    final void enterGuard() {
        enter();
    }

    /// [#exit], likewise.
    final void exitGuard() {
        exit();
    }
}
