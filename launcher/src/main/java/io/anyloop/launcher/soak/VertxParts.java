package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.vertx.VertxFutures;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.transport.Transport;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// A Vert.x for each hub, on each transport in turn, and ended with its hub in each way in turn.
public class VertxParts implements Parts {
    private static final List<Transport> TRANSPORTS =
            Stream.of(Transport.NIO, Transport.EPOLL).filter(Transport::available).toList();

    private final AtomicInteger opened = new AtomicInteger();
    private final Map<Hub, VertxHost> hosts = new ConcurrentHashMap<>();

    /// The parts as they are.
    public VertxParts() {}

    @Override
    public Hub open(Consumer<HubBuilder> options) {
        int turn = opened.getAndIncrement();
        var ends = VertxHost.End.values();
        var host =
                VertxHost.open(
                        TRANSPORTS.get(turn / ends.length % TRANSPORTS.size()),
                        ends[turn % ends.length],
                        options);
        hosts.put(host.hub(), host);
        return host.hub();
    }

    @Override
    public void close(Hub hub, Consumer<String> broken) {
        var host = hosts.get(hub);
        if (host != null) { // else somebody else has closed it
            try {
                host.close(broken);
            } finally {
                hosts.remove(hub); // Whoever is killed meanwhile has begun it at least.
            }
        }
    }

    @Override
    public List<Activity> activities() {
        return Stream.<Activity>concat(
                        Arrays.stream(Activities.values()), Arrays.stream(VertxActivities.values()))
                .toList();
    }

    /// Answers a request by what it brings. In a greenlet of a verticle.
    ///
    /// @param request one with a body
    protected void answer(HttpServerRequest request) {
        request.response().end(VertxFutures.await(request.body()));
    }

    /// Starts a greenlet that stays until its verticle goes. In the start of the verticle.
    ///
    /// @return the greenlet
    protected Greenlet<?> lodge() {
        return Greenlet.spawn(() -> Greenlet.sleep(Duration.ofHours(1)));
    }
}
