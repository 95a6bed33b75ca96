package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.sync.Semaphore;
import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The clients that a server serves at the moment, and the limit to their number. Any thread: a spawn policy may use
/// several hubs, so there is no lock in here that a loop's thread could find taken.
final class Clients {
    private final Semaphore slots;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong arrivals = new AtomicLong();

    /// By their numbers. This map has no locks, other than a ConcurrentHashMap.
    private final ConcurrentSkipListMap<Long, Client> present = new ConcurrentSkipListMap<>();

    /// @param slots one for each client at the same time, shared with other parts of the server; null for no limit
    Clients(Semaphore slots) {
        this.slots = slots;
    }

    /// Takes a client in. Waits for a slot, if somebody took the one that [#awaitRoom] saw: the client is let go if the
    /// wait is cut short.
    Client add(Errand errand) {
        try {
            takeSlot();
        } catch (Throwable e) {
            errand.drop();
            throw e;
        }
        Client client = new Client(arrivals.incrementAndGet(), errand, this);
        count.incrementAndGet();
        present.put(client.number(), client);
        return client;
    }

    private void takeSlot() {
        if (slots != null) {
            slots.acquire();
        }
    }

    void remove(Client client) {
        present.remove(client.number());
        count.decrementAndGet();
        release();
    }

    /// Waits until there are fewer than the limit.
    void awaitRoom() {
        if (slots != null) {
            slots.await();
        }
    }

    /// Gives back a slot, or lends one: to an acceptor that waits for one and is to see that the server ends.
    void release() {
        if (slots != null) {
            slots.release();
        }
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
    /// @param why what they are told
    void kill(Greenlet<?> self, String why) {
        others(self).forEach(client -> client.kill(why));
    }

    private List<Client> others(Greenlet<?> self) {
        return present.values().stream()
                .filter(client -> self == null || client.greenlet() != self)
                .toList();
    }
}
