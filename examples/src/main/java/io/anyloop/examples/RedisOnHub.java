package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.sync.AsyncResult;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import java.util.List;

/// A client made of Netty, Lettuce, works on the hub's own thread, and greenlets call it as if it blocked.
final class RedisOnHub {
    static {
        // Where it finds io_uring Lettuce takes it, whatever loop it is given. This is for a hub on
        // epoll or kqueue.
        System.setProperty("io.lettuce.core.iouring", "false");
    }

    private RedisOnHub() {}

    static void main(String... servers) {
        try (Hub hub = Hub.open()) {
            IO.println(hub.call(() -> visit(client(hub, RedisURI.create(servers[0])), "/home")));
        }
    }

    // @start region="readme"
    static RedisClient client(Hub hub, RedisURI server) {
        var eventLoop = hub.loop(NettyLoop.class).eventLoop();
        var resources =
                ClientResources.builder()
                        .eventLoopGroupProvider(new BorrowedLoop(eventLoop))
                        .eventExecutorGroup(eventLoop)
                        .commandLatencyRecorder(CommandLatencyRecorder.disabled())
                        .build();
        return RedisClient.create(resources, server);
    }

    static long visit(RedisClient client, String page) {
        try (StatefulRedisConnection<String, String> connection = client.connect()) {
            return connection.sync().incr(page); // this greenlet waits, others run
        }
    }

    // @end

    /// Many commands under way at once, on one connection.
    static List<Long> visitAll(
            StatefulRedisConnection<String, String> connection, List<String> pages) {
        List<RedisFuture<Long>> asked =
                pages.stream().map(page -> connection.async().incr(page)).toList();
        return asked.stream().map(RedisOnHub::await).toList();
    }

    private static long await(RedisFuture<Long> answer) {
        return AsyncResult.<Long>from(answer.toCompletableFuture()).get();
    }
}
