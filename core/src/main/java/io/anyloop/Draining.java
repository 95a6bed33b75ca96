package io.anyloop;

import io.anyloop.base.Times;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.jdk.Exits;
import io.anyloop.waiting.Waitable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The end of a hub in good order: first what has asked to end first, servers above all, all of it at the same time. Any thread.
final class Draining {
    /// So much longer than its limit may take what ends, for `finally` blocks.
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Hub hub;
    private final Set<Entry> entries = ConcurrentHashMap.newKeySet();

    Draining(Hub hub) {
        this.hub = hub;
    }

    Waitable.Registration add(Consumer<? super Duration> ending) {
        Entry entry = new Entry(ending);
        entries.add(entry);
        return entry;
    }

    boolean isEmpty() {
        return entries.isEmpty();
    }

    /// Waits until all of it has ended, at most for the limit and a little more.
    void drain(Duration limit) {
        List<Greenlet<?>> ending = new ArrayList<>();
        try {
            for (Entry entry : entries) {
                ending.add(hub.spawn(() -> entry.ending.accept(limit)));
            }
        } catch (HubClosedException e) {
            return; // Then they end with the hub.
        }
        long begin = System.nanoTime();
        long most = Times.sum(Times.limit(limit), GRACE.toNanos());
        for (Greenlet<?> greenlet : ending) {
            long left = most;
            while (left > 0 && !greenlet.hasEnded() && !hub.engine.lifetime().isHeldByExit()) {
                greenlet.join(Duration.ofNanos(Math.min(left, Exits.LOOK_NANOS)));
                left = most - (System.nanoTime() - begin);
            }
        }
    }

    private final class Entry implements Waitable.Registration {
        final Consumer<? super Duration> ending;

        Entry(Consumer<? super Duration> ending) {
            this.ending = ending;
        }

        @Override
        public void close() {
            entries.remove(this);
        }
    }
}
