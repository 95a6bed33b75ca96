package io.anyloop.benchmarks;

import io.anyloop.benchmarks.EchoBench.Figure;
import java.util.List;

/// What an echo server should reach, beside another.
///
/// @param server whose figure
/// @param to beside whose
/// @param figure what is compared
/// @param bound the ratio
/// @param isFloor whether that is the least, or else the most
/// @param connections at how many
record EchoTarget(
        String server, String to, Figure figure, double bound, boolean isFloor, int connections) {

    static final List<EchoTarget> ALL =
            List.of(
                    least(EchoPeer.OURS, EchoPeer.NETTY, 0.95, 64),
                    least(EchoPeer.OURS, EchoPeer.NETTY, 0.95, 1_000),
                    least(EchoPeer.AGENT, EchoPeer.C, 0.95, 1),
                    least(EchoPeer.AGENT, EchoPeer.C, 0.90, 64),
                    least(EchoPeer.AGENT, EchoPeer.C, 0.90, 1_000),
                    least(EchoPeer.AGENT, EchoPeer.STOCK, 1.25, 64),
                    least(EchoPeer.AGENT, EchoPeer.STOCK, 1.25, 1_000),
                    least(EchoPeer.AGENT, EchoPeer.NETTY, 0.95, 64),
                    least(EchoPeer.AGENT, EchoPeer.NETTY, 0.95, 1_000),
                    least(EchoPeer.IO_URING, EchoPeer.AGENT, 1.0, 1),
                    least(EchoPeer.IO_URING, EchoPeer.AGENT, 1.0, 64),
                    least(EchoPeer.IO_URING, EchoPeer.AGENT, 1.0, 1_000),
                    least(EchoPeer.OTHER_AGENT, EchoPeer.AGENT, 0.97, 64),
                    least(EchoPeer.OTHER_AGENT, EchoPeer.AGENT, 0.97, 1_000),
                    least(EchoPeer.OTHER_AGENT, EchoPeer.OTHER_POLLERS, 1.2, 64),
                    least(EchoPeer.OTHER_AGENT, EchoPeer.OTHER_POLLERS, 1.2, 1_000),
                    new EchoTarget(EchoPeer.AGENT, EchoPeer.C, Figure.P99, 1.5, false, 64),
                    new EchoTarget(EchoPeer.AGENT, EchoPeer.C, Figure.P99, 1.5, false, 1_000));

    private static EchoTarget least(String server, String to, double bound, int connections) {
        return new EchoTarget(server, to, Figure.PEAK, bound, true, connections);
    }

    /// Whether both took part.
    boolean isAmong(List<EchoPeer> peers) {
        var names = EchoPeer.names(peers);
        return names.contains(server) && names.contains(to);
    }

    /// Whether it was reached, as a line for people.
    String verdict(Scores scores) {
        String key = figure.at(connections);
        return new Target(server, to, key, figure.title, bound, isFloor).verdict(scores);
    }
}
