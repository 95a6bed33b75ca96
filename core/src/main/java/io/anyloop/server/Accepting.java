package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;

/// The greenlet that takes clients in: waits for room, for the next client and for the gate, and hands the client over.
///
/// It waits in the JDK's own accept. To kill it there would close the socket, so it is never killed but at the very end:
/// to pause, the gate is shut, at which it waits when it comes back.
final class Accepting {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(10);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private final Listener listener;
    private final Clients clients;
    private final SpawnPolicy policy;
    private final int maxAccept;
    private final Event gate;
    private final Event ending;
    private final Consumer<Throwable> report;
    private Duration pause = FIRST_PAUSE;

    /// @param gate is set while clients are let in
    /// @param ending is set when the server stops, after which the gate is set too
    /// @param policy who spawns; null to serve clients here
    /// @param report hears of failures that do not end the server
    Accepting(
            Listener listener,
            Clients clients,
            SpawnPolicy policy,
            int maxAccept,
            Event gate,
            Event ending,
            Consumer<Throwable> report) {
        this.listener = listener;
        this.clients = clients;
        this.policy = policy;
        this.maxAccept = maxAccept;
        this.gate = gate;
        this.ending = ending;
        this.report = report;
    }

    /// Takes clients in until the server stops.
    ///
    /// @throws IOException if the listener is lost
    void run() throws Exception {
        int accepted = 0;
        while (!ending.isSet()) {
            try {
                awaitRoom();
                if (!ending.isSet()) {
                    begin(listener.next());
                    pause = FIRST_PAUSE;
                }
            } catch (GreenletExit | HubClosedException e) {
                throw e;
            } catch (Throwable e) {
                failed(e);
            }
            // A queue that does not run dry never makes accept wait, and nobody else would run.
            if (++accepted % maxAccept == 0) {
                Greenlet.yield();
            }
        }
    }

    private void awaitRoom() throws Exception {
        gate.await();
        clients.awaitRoom();
        if (policy != null) {
            policy.awaitRoom();
        }
    }

    private void begin(Errand errand) throws Exception {
        Client client = clients.add(errand);
        try {
            gate.await();
            if (ending.isSet()) {
                client.end();
            } else if (policy == null) {
                client.servedBy(Greenlet.current());
                serveHere(client);
            } else {
                client.spawnedAs(policy.spawn(client));
            }
        } catch (Throwable e) {
            client.end();
            throw e;
        }
    }

    /// Inline: its failure is reported here, since this greenlet goes on.
    private void serveHere(Client client) {
        try {
            client.run();
        } catch (Throwable e) {
            Throwable failure = Greenlet.unmasked(e);
            if (failure instanceof GreenletExit exit) {
                throw exit;
            }
            report.accept(failure);
        }
    }

    /// The client is lost, the server is not; unless its socket is.
    private void failed(Throwable failure) throws IOException {
        if (ending.isSet()) {
            return;
        }
        // A kill reaches accept as an interrupt, which closes the socket. It is thrown here.
        Greenlet.yield();
        if (!listener.isOpen() && !ending.isSet()) {
            throw new IOException(
                    "The listening socket was closed by somebody else, so the server has stopped. To end a server call its stop().",
                    failure);
        }
        report.accept(failure);
        ending.await(pause);
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
