package io.anyloop.integration.serving;

import io.anyloop.Hub;
import io.anyloop.integration.servers.Server;

/// Servers of others.
enum Framework {
    JDK(JdkServer::start, false, false, true, 0),
    JETTY(JettyServer::start, false, true, false, 0),
    TOMCAT(TomcatServer::start, false, true, false, 0),
    UNDERTOW(UndertowServer::start, false, false, true, 0),
    HELIDON(HelidonServer::start, true, true, true, 2);

    private interface Starter {
        Server start(Hub hub, Handling handling) throws Exception;
    }

    private final Starter starter;

    /// Whether it makes its virtual threads itself, and so serves on a hub only in a program that is adopted.
    final boolean adopted;

    /// Whether what runs a handler serves other requests afterwards, so that a kill might hit those.
    final boolean greenletGoesOn;

    /// Whether who reads a request waits for its socket; else for another thread of the framework's, which does.
    final boolean readsSocket;

    /// Threads that it starts once for the whole program.
    final int keptThreads;

    Framework(
            Starter starter,
            boolean adopted,
            boolean greenletGoesOn,
            boolean readsSocket,
            int keptThreads) {
        this.starter = starter;
        this.adopted = adopted;
        this.greenletGoesOn = greenletGoesOn;
        this.readsSocket = readsSocket;
        this.keptThreads = keptThreads;
    }

    Server start(Hub hub, Handling handling) throws Exception {
        return starter.start(hub, handling);
    }
}
