package io.anyloop.server;

import io.anyloop.Event;
import io.anyloop.Greenlet;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The clients that a server serves at the moment, and the limit to their number. Any thread: a spawn policy may use
/// several hubs, so there is no lock in here that a loop's thread could find taken.
final class Clients {
    private final int limit;
    private final Event room;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong arrivals = new AtomicLong();

    /// By their numbers. This map has no locks, other than a ConcurrentHashMap.
    private final ConcurrentSkipListMap<Long, Client> present = new ConcurrentSkipListMap<>();

    /// @param limit so many at the same time; [Integer#MAX_VALUE] for no limit
    Clients(int limit) {
        this.limit = limit;
        this.room = new Event();
    }

    Client add(Errand errand) {
        Client client = new Client(arrivals.incrementAndGet(), errand, this);
        count.incrementAndGet();
        present.put(client.number(), client);
        return client;
    }

    void remove(Client client) {
        present.remove(client.number());
        count.decrementAndGet();
        if (limit != Integer.MAX_VALUE) {
            room.set();
        }
    }

    boolean isFull() {
        return count.get() >= limit;
    }

    /// Waits until there are fewer than the limit, or [#release] is called. One greenlet at a time.
    void awaitRoom() {
        if (isFull()) {
            room.clear();
            if (isFull()) {
                room.await();
            }
        }
    }

    /// Ends [#awaitRoom], which will not be called again.
    void release() {
        room.set();
    }

    int count() {
        return count.get();
    }

    /// Waits until all are gone who are here now.
    ///
    /// @param self is not waited for
    void join(Greenlet<?> self) {
        for (Client client : others(self)) {
            Greenlet<?> greenlet = client.greenlet();
            if (greenlet != null) {
                greenlet.join();
            }
        }
    }

    /// Kills all who are here now.
    ///
    /// @param self is left alone
    void kill(Greenlet<?> self) {
        others(self).forEach(Client::kill);
    }

    private List<Client> others(Greenlet<?> self) {
        return present.values().stream()
                .filter(client -> self == null || client.greenlet() != self)
                .toList();
    }
}
