package io.anyloop.examples.javadoc;

import io.anyloop.sync.Event;
import io.anyloop.waiting.Guarded;
import io.anyloop.waiting.Here;
import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Remaining;
import io.anyloop.waiting.Waiter;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/// What waits are built on.
final class WaitingUse extends Guarded {
    private final Line line = new Line();
    private int free;
    private String got;

    /// Somebody who answers later, on a thread of its own.
    interface Client {
        void onReply(Consumer<String> reply);
    }

    String reply(Client client, Duration limit) {
        // @start region="Waiter"
        Waiter waiter = Waiter.here("Client.reply", client);
        client.onReply(reply -> {
            if (waiter.claim()) { // Who has given up, or was killed, gets nothing.
                got = reply;
                waiter.resume();
            }
        });
        return waiter.await(limit.toNanos()) ? got : null;
        // @end
    }

    void take() {
        var place = new Place.Waiting(Waiter.here("take", this));
        enter();
        try {
            if (free > 0) {
                free--;
                return;
            }
            line.add(place);
        } finally {
            exit();
        }
        stay(place, Long.MAX_VALUE);
    }

    void give() {
        // @start region="Line"
        Place next;
        enter();
        try {
            next = line.claimFirst(); // It has what is given now.
            if (next == null) {
                free++;
            }
        } finally {
            exit();
        }
        Line.resumeAll(next);
        // @end
    }

    static long timed(Runnable work) {
        // @start region="Here"
        long begin = Here.now(); // In virtual time an hour may be over at once.
        work.run();
        return Here.now() - begin;
        // @end
    }

    static boolean all(List<Event> events, Duration limit) {
        // @start region="Remaining"
        var remaining = Remaining.of(limit.toNanos()); // for all of them together
        for (Event event : events) {
            if (!event.await(Duration.ofNanos(remaining.nanos()))) {
                return false;
            }
        }
        return true;
        // @end
    }
}
