package io.anyloop.integration.clients;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.integration.servers.DerbyServer;
import io.anyloop.integration.servers.Server;
import java.sql.SQLException;

/// A driver, and HikariCP over it.
public final class JdbcClient implements Client {
    /// How long somebody waits for a connection: far longer than all who are before him need.
    static final int PATIENCE_MILLIS = 8_000;

    /// What makes HikariCP look at each connection before it lends it.
    public static final String LOOKING = "-Dcom.zaxxer.hikari.aliveBypassWindowMs=-1";

    private final HikariDataSource pool;
    private final String question;

    private JdbcClient(HikariDataSource pool, String question) {
        this.pool = pool;
        this.question = question;
    }

    public static Client.Maker postgres(int size) {
        return port ->
                new JdbcClient(
                        pool(postgresUrl(port), size), "select cast(? as bigint), pg_sleep(0.001)");
    }

    static String postgresUrl(int port) {
        return "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable".formatted(port);
    }

    public static Client.Maker mariaDb(int size) {
        return port ->
                new JdbcClient(
                        pool("jdbc:mariadb://127.0.0.1:%d/mysql".formatted(port), size),
                        "select ?, sleep(0.001)");
    }

    /// MySQL's own driver, which MariaDB understands.
    public static Client.Maker mySql(int size) {
        return port ->
                new JdbcClient(
                        pool(
                                "jdbc:mysql://127.0.0.1:%d/mysql?sslMode=DISABLED".formatted(port),
                                size),
                        "select ?, sleep(0.001)");
    }

    public static Client.Maker derby(int size) {
        return port -> new JdbcClient(pool(DerbyServer.url(port), size), "values app.slowly(?)");
    }

    static HikariDataSource pool(String url, int size) {
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(Server.USER);
        config.setMaximumPoolSize(size);
        config.setConnectionTimeout(PATIENCE_MILLIS);
        return new HikariDataSource(config);
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws SQLException {
        try (var connection = pool.getConnection()) {
            whenConnected.run();
            try (var statement = connection.prepareStatement(question)) {
                statement.setLong(1, number);
                try (var rows = statement.executeQuery()) {
                    rows.next();
                    return rows.getLong(1);
                }
            }
        }
    }

    @Override
    public int connections() {
        return pool.getMaximumPoolSize();
    }

    @Override
    public void close() {
        pool.close();
    }
}
