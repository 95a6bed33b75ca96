package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Timeout;
import io.anyloop.integration.servers.PostgresServer;
import io.anyloop.vertx.VertxFutures;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Collections;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Vert.x's own client of PostgreSQL, on the Vert.x that it was made for.
@Tag("full")
@Tag("vertx-of-sql")
class SqlTest extends OnVertx {
    private static final int POOL = 2;

    private Pool pool(PostgresServer server) {
        var where =
                new PgConnectOptions()
                        .setHost("127.0.0.1")
                        .setPort(server.port())
                        .setUser(PostgresServer.USER)
                        .setDatabase("postgres");
        return PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(POOL))
                .connectingTo(where)
                .using(vertx)
                .build();
    }

    @Test
    void greenlets_await_queries_transactions_and_cursors() throws Exception {
        try (var server = PostgresServer.start()) {
            var pool = pool(server);
            var answers =
                    inMany(() -> {
                        var rows =
                                VertxFutures.await(
                                        pool.preparedQuery("select $1::int + 1 as next")
                                                .execute(Tuple.of(41)));
                        return rows.iterator().next().getInteger("next");
                    });
            assertEquals(Collections.nCopies(MANY, 42), answers);
            var sum =
                    inGreenlet(() ->
                            VertxFutures.await(
                                    pool.withTransaction(connection ->
                                            io.anyloop.vertx.VertxHub.call(
                                                    vertx, () -> sum(connection)))));
            assertEquals(IntStream.range(0, 100).sum(), sum);
        }
    }

    /// In a greenlet of its own within the transaction, which a cursor is read in.
    private static int sum(SqlConnection connection) {
        var statement =
                VertxFutures.await(connection.prepare("select n from generate_series(0, 99) as n"));
        var cursor = statement.cursor();
        int sum = 0;
        do {
            for (var row : VertxFutures.await(cursor.read(10))) {
                sum += row.getInteger(0);
            }
        } while (cursor.hasMore());
        VertxFutures.await(cursor.close());
        return sum;
    }

    @Test
    void who_gives_up_waiting_for_a_connection_leaves_the_pool_whole() throws Exception {
        try (var server = PostgresServer.start()) {
            var pool = pool(server);
            var shortly = Duration.ofMillis(20);
            inMany(() ->
                    Timeout.callOr(
                            shortly,
                            () -> {
                                var connection =
                                        VertxFutures.await(
                                                pool.getConnection(), SqlConnection::close);
                                try {
                                    return VertxFutures.await(
                                            connection.query("select pg_sleep(0.05)").execute());
                                } finally {
                                    connection.close();
                                }
                            },
                            null));
            for (int i = 0; i < 3 * POOL; i++) {
                int one =
                        inGreenlet(() ->
                                VertxFutures.await(pool.query("select 1").execute())
                                        .iterator()
                                        .next()
                                        .getInteger(0));
                assertEquals(1, one);
            }
        }
    }
}
