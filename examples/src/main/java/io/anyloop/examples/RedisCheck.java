package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.server.StreamServer;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;

/// Greenlets that count with [RedisOnHub] in a [RespServer] on the same hub: no number is given twice, and none left out.
record RedisCheck(int clients, int visits) implements Check {
    private static final String PAGE = "/home";

    @Override
    public String name() {
        return "redis";
    }

    /// Lettuce opens channels of these.
    @Override
    public boolean runsOn(String loop) {
        return loop.equals("epoll") || loop.equals("kqueue");
    }

    @Override
    public String run(Hub hub) throws Exception {
        return hub.call(() -> {
            var server = new RespServer();
            var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            try (StreamServer serving = StreamServer.on(address, server::serve).start()) {
                RedisClient client =
                        RedisOnHub.client(hub, RedisURI.create("127.0.0.1", serving.port()));
                try {
                    return count(client);
                } finally {
                    client.shutdown();
                    client.getResources().shutdown();
                }
            }
        });
    }

    private String count(RedisClient client) throws Wrong {
        var numbers = new ArrayList<Long>();
        try (StatefulRedisConnection<String, String> shared = client.connect()) {
            List<Greenlet<List<Long>>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(
                        Greenlet.spawn(() ->
                                RedisOnHub.visitAll(shared, Collections.nCopies(visits, PAGE))));
            }
            all.forEach(one -> numbers.addAll(one.get()));
        }
        numbers.add(RedisOnHub.visit(client, PAGE));
        Collections.sort(numbers);
        List<Long> expected =
                LongStream.rangeClosed(1, (long) clients * visits + 1).boxed().toList();
        Wrong.unless(numbers.equals(expected), "the numbers given were %s", numbers);
        return "%d clients, %,d commands".formatted(clients, numbers.size());
    }
}
