package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Action;
import java.util.concurrent.atomic.AtomicBoolean;

/// One client from its arrival to its end.
final class Client implements Action<Exception> {
    private final long number;
    private final Errand errand;
    private final Clients all;
    private final AtomicBoolean ended = new AtomicBoolean();
    private volatile Greenlet<?> greenlet;

    Client(long number, Errand errand, Clients all) {
        this.number = number;
        this.errand = errand;
        this.all = all;
    }

    /// Counts arrivals.
    long number() {
        return number;
    }

    @Override
    public void run() throws Exception {
        if (ended.get()) {
            return;
        }
        try {
            errand.serve();
        } finally {
            end();
        }
    }

    /// Who serves it.
    void servedBy(Greenlet<?> server) {
        greenlet = server;
    }

    /// As [#servedBy], by somebody whose end is the client's end: if he is killed before his first step he never runs
    /// [#run].
    ///
    /// @param server may be null
    void spawnedAs(Greenlet<?> server) {
        servedBy(server);
        if (server != null) {
            server.linkOnLoop(gone -> end());
        }
    }

    /// Who serves it; null if that is not known, or nobody yet.
    Greenlet<?> greenlet() {
        return greenlet;
    }

    /// Lets it go, once. Any thread.
    void end() {
        if (ended.compareAndSet(false, true)) {
            errand.drop();
            all.remove(this);
        }
    }

    /// Ends it by force: by a kill, or where there is no greenlet to kill, by closing its connection.
    ///
    /// @param why what it is told
    void kill(String why) {
        Greenlet<?> server = greenlet;
        if (server == null) {
            end();
        } else {
            server.killNoWait(new GreenletExit(why));
        }
    }
}
