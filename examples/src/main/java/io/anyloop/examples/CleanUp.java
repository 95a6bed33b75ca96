package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.sync.Futures;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/// What has to be put in order when a greenlet is cut off in the middle.
final class CleanUp {
    private CleanUp() {}

    interface Booking {
        void write() throws IOException;

        void undo() throws IOException;
    }

    interface Connection {
        void release();
    }

    // @start region="shielded"
    static void book(Booking booking) throws IOException {
        boolean isDone = false;
        try {
            booking.write();
            isDone = true;
        } finally {
            if (!isDone) {
                Greenlet.shielded(Duration.ofSeconds(1), () -> booking.undo());
            }
        }
    }

    // @end

    // @start region="late"
    static Connection take(CompletionStage<Connection> coming) {
        return Futures.await(coming, Connection::release);
    }
    // @end
}
