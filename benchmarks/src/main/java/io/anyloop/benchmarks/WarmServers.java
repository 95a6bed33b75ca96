package io.anyloop.benchmarks;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Servers that run side by side, warm, each idle but in its turn. After some rounds they give way to new ones, so that what a compiler
/// happened to choose in one process does not decide.
final class WarmServers implements AutoCloseable {
    private static final int ROUNDS_OF_ONE_PROCESS = 5;

    private final List<EchoPeer> peers;
    private final Cores cores;
    private final WarmUp warmUp;
    private final Map<EchoPeer, EchoProcess> running = new LinkedHashMap<>();

    /// Loads a server until its code is compiled.
    interface WarmUp {
        void load(EchoProcess server) throws Exception;
    }

    WarmServers(List<EchoPeer> peers, Cores cores, WarmUp warmUp) {
        this.peers = peers;
        this.cores = cores;
        this.warmUp = warmUp;
    }

    /// Sees to it that there are servers for a round, which is counted from 0.
    void begin(int round) throws Exception {
        if (round % ROUNDS_OF_ONE_PROCESS != 0) {
            return;
        }
        close();
        IO.print("warming ");
        for (EchoPeer peer : peers) {
            EchoProcess server = EchoProcess.start(peer, cores);
            running.put(peer, server);
            warmUp.load(server);
            IO.print(".");
        }
        IO.println();
    }

    EchoProcess of(EchoPeer peer) {
        return running.get(peer);
    }

    @Override
    public void close() throws IOException {
        for (EchoProcess server : running.values()) {
            server.close();
        }
        running.clear();
    }
}
