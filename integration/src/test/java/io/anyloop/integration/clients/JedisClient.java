package io.anyloop.integration.clients;

import java.time.Duration;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/// Jedis over its pool, which is one of commons-pool2. The pool has a limit for waiting, as it must have on a hub.
@SuppressWarnings(
        "deprecation") // JedisPool is what programs have; its successor lends connections the same
// way.
public final class JedisClient implements Client {
    private final JedisPool pool;
    private final int size;

    private JedisClient(JedisPool pool, int size) {
        this.pool = pool;
        this.size = size;
    }

    /// @param looks whether each connection is tried before it is lent
    public static Client.Maker ofSize(int size, boolean looks) {
        return port -> {
            var config = new JedisPoolConfig();
            config.setMaxTotal(size);
            config.setMaxIdle(size);
            config.setMaxWait(Duration.ofMillis(JdbcClient.PATIENCE_MILLIS));
            config.setTestOnBorrow(looks);
            return new JedisClient(new JedisPool(config, "127.0.0.1", port), size);
        };
    }

    /// A wait for an item that does not come takes a millisecond, and then the number is asked for.
    @Override
    public long ask(long number, Runnable whenConnected) {
        try (Jedis jedis = pool.getResource()) {
            whenConnected.run();
            jedis.blpop(0.001, "never");
            return Long.parseLong(jedis.echo("" + number));
        }
    }

    @Override
    public int connections() {
        return size;
    }

    @Override
    public void close() {
        pool.close();
    }
}
