package io.anyloop.server;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Action;
import io.anyloop.group.HubGroup;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A server on several hubs: on each its own acceptor with its own socket, all on one port.
final class GroupServing implements Service {
    private static final String KIND = "StreamServer";

    private final List<Serving> parts;

    private GroupServing(List<Serving> parts) {
        this.parts = List.copyOf(parts);
    }

    /// Begins to serve, each hub from its own listener. If one cannot, because its hub closes meanwhile, nobody serves.
    ///
    /// @param listeners one for each hub, owned by the server from now on
    static Service start(List<Hub> hubs, List<Listener> listeners, ServerOptions options) {
        Terms all = options.termsOn(hubs.get(0));
        List<Serving> parts = new ArrayList<>(hubs.size());
        for (int i = 0; i < hubs.size(); i++) {
            Hub hub = hubs.get(i);
            try {
                parts.add(Serving.start(KIND, hub, listeners.get(i), all.spawning(hub::spawn)));
            } catch (Throwable e) {
                parts.forEach(part ->
                        part.beginStop(Duration.ZERO, null, "its server could not be started"));
                listeners.subList(i + 1, listeners.size()).forEach(Listener::close);
                throw e;
            }
        }
        return new GroupServing(parts);
    }

    /// Where one hub accepts for all: has a client served on the next one.
    static Greenlet<?> spawn(HubGroup group, Action<?> client) {
        for (int i = 1; i < group.hubs().size(); i++) {
            try {
                return group.spawn(client);
            } catch (HubClosedException e) {
                // It was open a moment ago. The next one.
            }
        }
        return group.spawn(client);
    }

    /// Waits for all: when one has lost its listener, or its hub, the others go on.
    @Override
    public void await(String call) throws IOException {
        Hub.refuseOnLoop(call);
        try {
            parts.forEach(Serving::awaitEnd);
        } catch (Throwable e) {
            stop(call, CUT_OFF, STOP_LIMIT);
            throw e;
        }
        for (Serving part : parts) {
            part.rethrowFailure();
        }
    }

    @Override
    public void stop(String call, String reason, Duration limit) {
        Serving.refuseNegative(limit);
        Hub.refuseOnLoop(call);
        Greenlet<?> self = Serving.self();
        String why = Serving.why(self, reason);
        // A slot that comes free on one hub is not to be taken on one that has not begun to stop.
        pause();
        var stops =
                parts.stream()
                        .map(part -> part.beginStop(limit, self, why))
                        .filter(Objects::nonNull)
                        .toList();
        Serving.join(stops);
    }

    @Override
    public void pause() {
        parts.forEach(Serving::pause);
    }

    @Override
    public void resume() {
        parts.forEach(Serving::resume);
    }

    @Override
    public boolean isAccepting() {
        return parts.stream().anyMatch(Serving::isAccepting);
    }

    @Override
    public boolean isStopped() {
        return parts.stream().allMatch(Serving::isStopped);
    }

    @Override
    public int clients() {
        return parts.stream().mapToInt(Serving::clients).sum();
    }

    @Override
    public SocketAddress address() {
        return parts.get(0).address();
    }

    @Override
    public String toString() {
        return "%s[%s on %d hubs, %s]"
                .formatted(
                        KIND,
                        address(),
                        parts.size(),
                        isStopped() ? "stopped" : isAccepting() ? "accepting" : "paused");
    }
}
