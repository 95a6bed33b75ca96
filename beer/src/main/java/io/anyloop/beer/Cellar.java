package io.anyloop.beer;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.Hub;
import io.anyloop.examples.jdbc.FairDataSource;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.sql.DataSource;

/// What is in the database: JDBC as ever. Each query holds up its own greenlet.
final class Cellar implements AutoCloseable {
    private static final String TABLES =
            """
            create table if not exists beers(id int primary key, name text not null, glasses int not null);
            insert into beers values (1, 'Pilsner', 100000), (2, 'Stout', 100000), (3, 'Wheat', 100000),
                (4, 'Porter', 100000), (5, 'Last keg', 3) on conflict do nothing;
            create table if not exists orders(id bigserial primary key, beer int not null references beers,
                guest text not null, state text not null default 'ordered', told timestamptz not null default now());
            """;

    private final HikariDataSource pool;
    private final DataSource database;

    // @start region="pool"
    Cellar(Hub hub, String url, int connections) throws SQLException {
        System.setProperty("com.zaxxer.hikari.aliveBypassWindowMs", "-1"); // look always
        var config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(connections);
        config.setConnectionTimeout(2_000);
        config.setValidationTimeout(250);
        config.setThreadFactory(hub.threadFactory()); // its own threads are greenlets, too
        pool = new HikariDataSource(config);
        database = new FairDataSource(pool, connections, Duration.ofSeconds(10));
        try (var connection = database.getConnection();
                var statement = connection.createStatement()) {
            statement.execute(TABLES);
        }
    }

    // @end

    List<Beer> beers() throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select * from beers order by id")) {
            var beers = new ArrayList<Beer>();
            ResultSet rows = query.executeQuery();
            while (rows.next()) {
                beers.add(beer(rows));
            }
            return beers;
        }
    }

    /// @return null if there is none
    Beer beer(int id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select * from beers where id = ?")) {
            query.setInt(1, id);
            ResultSet rows = query.executeQuery();
            return rows.next() ? beer(rows) : null;
        }
    }

    private static Beer beer(ResultSet row) throws SQLException {
        return new Beer(row.getInt("id"), row.getString("name"), row.getInt("glasses"));
    }

    // @start region="order"
    /// Takes a glass and notes who wants it, both or neither.
    ///
    /// @return the order's number; empty if the beer is out
    OptionalLong order(int beer, String guest) throws SQLException {
        try (var connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try (var take =
                            connection.prepareStatement(
                                    "update beers set glasses = glasses - 1 where id = ? and glasses > 0");
                    var note =
                            connection.prepareStatement(
                                    "insert into orders(beer, guest) values (?, ?) returning id")) {
                take.setInt(1, beer);
                if (take.executeUpdate() == 0) {
                    return OptionalLong.empty();
                }
                note.setInt(1, beer);
                note.setString(2, guest);
                ResultSet row = note.executeQuery();
                row.next();
                long id = row.getLong(1);
                connection.commit();
                return OptionalLong.of(id);
            }
        } // the pool rolls back what was not committed
    }

    // @end

    /// @return null if there is none
    Order order(long id) throws SQLException {
        try (var connection = database.getConnection();
                var query = connection.prepareStatement("select * from orders where id = ?")) {
            query.setLong(1, id);
            ResultSet row = query.executeQuery();
            return row.next()
                    ? new Order(
                            id, row.getInt("beer"), row.getString("guest"), row.getString("state"))
                    : null;
        }
    }

    /// @return whether it was not served yet
    boolean serve(long id) throws SQLException {
        try (var connection = database.getConnection();
                var update =
                        connection.prepareStatement(
                                "update orders set state = 'served' where id = ? and state = 'ordered'")) {
            update.setLong(1, id);
            return update.executeUpdate() == 1;
        }
    }

    /// Orders that nobody has served for some time: who took them was cut off before the brewer was told, or the broker lost it.
    List<Long> forgotten() throws SQLException {
        try (var connection = database.getConnection();
                var update =
                        connection.prepareStatement(
                                "update orders set told = now() where state = 'ordered'"
                                        + " and told < now() - interval '2 seconds' returning id")) {
            var ids = new ArrayList<Long>();
            ResultSet rows = update.executeQuery();
            while (rows.next()) {
                ids.add(rows.getLong(1));
            }
            return ids;
        }
    }

    /// How many connections somebody has.
    int lent() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    @Override
    public void close() {
        pool.close();
    }
}
