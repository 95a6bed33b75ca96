package io.anyloop.integration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.examples.jdbc.FairDataSource;
import io.anyloop.function.Action;
import io.anyloop.integration.servers.Server;
import io.anyloop.sync.Semaphore;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.JedisPool;
import redis.clients.jedis.JedisPoolConfig;

/// Many greenlets use a pool of a few connections for some seconds. Prints how often the one that came least often, and the one that
/// came most often, had its turn.
@SuppressWarnings(
        "deprecation") // JedisPool is what programs have; its successor lends connections the same
// way.
final class PoolFairnessRun {
    private static final int GREENLETS = 100;
    private static final int CONNECTIONS = 10;
    private static final Duration TIME = Duration.ofSeconds(3);

    /// Longer than the run: nobody shall fail for want of patience.
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private PoolFairnessRun() {}

    /// @param args URL of the database, port of Redis
    public static void main(String[] args) {
        try (Hub hub = Hub.open("epoll")) {
            try (HikariDataSource pool = hikari(args[0])) {
                var fair = new FairDataSource(pool, CONNECTIONS, PATIENCE);
                hub.call(() -> measure("hikari", () -> ask(pool)));
                hub.call(() -> measure("hikari.fair", () -> ask(fair)));
            }
            try (JedisPool pool = jedis(Integer.parseInt(args[1]))) {
                var gate = new Semaphore(CONNECTIONS);
                hub.call(() -> measure("commons", () -> ask(pool)));
                hub.call(() -> measure("commons.fair", () -> gate.run(() -> ask(pool))));
            }
        }
        System.exit(0);
    }

    private static HikariDataSource hikari(String url) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(Server.USER);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }

    // @start region="commons"
    private static JedisPool jedis(int port) {
        var config = new JedisPoolConfig();
        config.setMaxTotal(CONNECTIONS);
        config.setMaxIdle(CONNECTIONS);
        config.setMaxWait(PATIENCE); // without a limit it spins, and nobody else on the hub runs
        return new JedisPool(config, "127.0.0.1", port);
    }

    // @end

    private static void ask(DataSource database) throws SQLException {
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("select pg_sleep(0.001)");
        }
    }

    private static void ask(JedisPool pool) {
        try (Jedis jedis = pool.getResource()) {
            jedis.ping();
        }
    }

    private static void measure(String name, Action<Exception> question) {
        int[] turns = new int[GREENLETS];
        long end = System.nanoTime() + TIME.toNanos();
        List<Greenlet<Void>> all = new ArrayList<>();
        for (int i = 0; i < GREENLETS; i++) {
            int who = i;
            all.add(
                    Greenlet.spawn(() -> {
                        while (System.nanoTime() - end < 0) {
                            question.run();
                            turns[who]++;
                        }
                    }));
        }
        all.forEach(Greenlet::join);
        all.forEach(Greenlet::get);
        IO.println(name + ".least=" + Arrays.stream(turns).min().getAsInt());
        IO.println(name + ".most=" + Arrays.stream(turns).max().getAsInt());
    }
}
