package io.anyloop;

import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Remaining;
import io.anyloop.waiting.Waitable;
import io.anyloop.waiting.Waiter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;

/// Things that are waited for, one by one in the order in which they become ready. Made by [Wait#inOrder]; belongs to
/// the thread that made it.
///
/// The one who reads may wait for other things between two of them and misses none. What is left is let go of by
/// [#close], by the end of the iteration, and when the time is up.
///
/// @param <W> what is waited for
/// @see <a href="https://www.gevent.org/api/gevent.html#gevent.iwait">gevent.iwait</a>
public final class Arrivals<W extends Waitable> extends Guarded
        implements Iterable<W>, Iterator<W>, AutoCloseable {
    private final String call;
    private final List<Awaited> awaited = new ArrayList<>();
    private final Remaining remaining;

    /// Those that are ready and were not read. As large as it can get from the beginning.
    private final ArrayDeque<W> arrived;

    private int left;
    private boolean isOver;
    private Waiter reader;
    private int wanted;

    Arrivals(String call, Collection<? extends W> objects, int count, long nanos) {
        this.call = call;
        this.remaining = Remaining.of(nanos);
        Set<W> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (W object : objects) {
            if (seen.add(Objects.requireNonNull(object, "Nothing to wait for: null."))) {
                awaited.add(new Awaited(object));
            }
        }
        this.arrived = new ArrayDeque<>(awaited.size() + 1);
        this.left = Math.min(count, awaited.size());
        try {
            begin();
        } catch (Throwable e) {
            close();
            throw e;
        }
    }

    /// Those that are ready now come first, in the order in which they were given.
    private void begin() {
        for (Awaited one : awaited) {
            if (countArrived() >= left) {
                return;
            }
            one.begin();
        }
    }

    /// Waits for the next one.
    ///
    /// @return false if there is none any more, or the time is up
    @Override
    public boolean hasNext() {
        if (left > 0 && await(1)) {
            return true;
        }
        close();
        return false;
    }

    /// Waits for the next one and gives it.
    ///
    /// @return what has become ready
    /// @throws NoSuchElementException if there is none any more, or the time is up
    @Override
    public W next() {
        if (!hasNext()) {
            throw new NoSuchElementException(
                    "Nothing more became ready in time, or nothing more was waited for. Ask hasNext() first.");
        }
        W next = poll();
        if (--left == 0) {
            close();
        }
        return next;
    }

    /// These very arrivals: a second loop goes on where the first one was left.
    ///
    /// @return this
    @Override
    public Iterator<W> iterator() {
        return this;
    }

    /// Lets go of what has not been read: no callback of ours stays with it. More than once is the same as once.
    @Override
    public void close() {
        left = 0;
        for (Awaited one : awaited) {
            one.end();
        }
        awaited.clear();
    }

    /// Waits for all that are left, and closes.
    ///
    /// @return those that were ready in time
    List<W> all() {
        try (this) {
            await(left);
            List<W> all = new ArrayList<>(left);
            for (W next = poll(); next != null && all.size() < left; next = poll()) {
                all.add(next);
            }
            return all;
        }
    }

    /// Waits for all that are left whatever is thrown into the greenlet meanwhile, and closes.
    void allShielded() {
        try (this) {
            Waiter waiter = waiter(left);
            if (waiter != null) {
                waiter.shielded().await();
            }
        }
    }

    private boolean await(int count) {
        if (isOver) {
            return countArrived() >= count;
        }
        Waiter waiter = waiter(count);
        if (waiter == null) {
            return true;
        }
        try {
            isOver = !waiter.await(remaining.nanos());
            return !isOver;
        } finally {
            if (!waiter.isWoken()) {
                forgetReader();
            }
        }
    }

    /// A wait for so many, or null if they are there.
    private Waiter waiter(int count) {
        if (countArrived() >= count) {
            return null;
        }
        Waiter waiter = Waiter.here(call, this);
        enter();
        try {
            if (arrived.size() >= count) {
                return null;
            }
            reader = waiter;
            wanted = count;
            return waiter;
        } finally {
            exit();
        }
    }

    private void forgetReader() {
        enter();
        reader = null;
        exit();
    }

    private int countArrived() {
        enter();
        try {
            return arrived.size();
        } finally {
            exit();
        }
    }

    private W poll() {
        enter();
        try {
            return arrived.poll();
        } finally {
            exit();
        }
    }

    @Override
    public String toString() {
        return left + " of " + awaited.size() + " things";
    }

    /// One of the things.
    private final class Awaited implements Runnable {
        private final W object;
        private Waitable.Registration registration;
        private boolean hasArrived;

        Awaited(W object) {
            this.object = object;
        }

        void begin() {
            if (object.isReady()) {
                run();
            } else {
                registration = object.whenReady(this);
            }
        }

        @Override
        public void run() {
            Waiter woken = arrive();
            if (woken != null) {
                woken.resume();
            }
        }

        private Waiter arrive() {
            enter();
            try {
                if (hasArrived) {
                    return null;
                }
                hasArrived = true;
                arrived.add(object);
                Waiter waiter = reader;
                if (waiter == null || arrived.size() < wanted) {
                    return null;
                }
                reader = null;
                return waiter.claim() ? waiter : null;
            } finally {
                exit();
            }
        }

        void end() {
            if (registration != null) {
                registration.close();
            }
        }
    }
}
