package io.anyloop.integration;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Sockets;
import io.anyloop.Timeout;
import io.anyloop.Wait;
import io.anyloop.function.Action;
import io.anyloop.sync.Event;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Many greenlets ask a database for numbers of their own over two pooled connections, and are cut off at random moments. Nobody may
/// ever read the answer to another's question. Prints `key=number` lines.
final class NonceRun {
    private static final int GREENLETS = 50;
    private static final int CONNECTIONS = 2;
    static final int AFTERWARDS = 20;
    private static final long LONGEST_NANOS = 4_000_000;

    private final HikariDataSource pool;
    private final boolean keepsSockets;
    private int answered;
    private int cut;
    private int failed;
    private int wrong;

    private NonceRun(HikariDataSource pool, boolean keepsSockets) {
        this.pool = pool;
        this.keepsSockets = keepsSockets;
    }

    /// @param args URL, user, rounds, and "keeping" if what is cut off shall be used on
    public static void main(String[] args) throws SQLException {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(args[0]);
        config.setUsername(args[1]);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(30_000);
        int rounds = Integer.parseInt(args[2]);
        try (Hub hub = Hub.open("epoll");
                HikariDataSource pool = new HikariDataSource(config)) {
            NonceRun run = new NonceRun(pool, args.length > 3 && args[3].equals("keeping"));
            hub.call(() -> run.run(rounds));
        }
    }

    private void run(int rounds) throws SQLException {
        List<Greenlet<?>> all = new ArrayList<>();
        for (int i = 0; i < GREENLETS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            all.add(Greenlet.spawn(() -> ask(rounds / GREENLETS, random)));
        }
        all.forEach(Greenlet::join);
        for (Greenlet<?> greenlet : all) {
            greenlet.get();
        }
        IO.println("answered=" + answered);
        IO.println("cut=" + cut);
        recover();
        IO.println("failed=" + failed);
        IO.println("wrong=" + wrong);
    }

    private void ask(int rounds, SplittableRandom random) {
        for (int i = 0; i < rounds; i++) {
            long nonce = random.nextLong();
            Duration limit = Duration.ofNanos(random.nextLong(LONGEST_NANOS));
            switch (random.nextInt(3)) {
                case 0 -> askWithin(limit, nonce);
                case 1 -> askAndKill(limit, nonce);
                default -> question(nonce, connection -> query(connection, nonce));
            }
        }
    }

    /// The limit is for the query.
    private void askWithin(Duration limit, long nonce) {
        question(
                nonce,
                connection -> {
                    try {
                        Timeout.<Void, SQLException>call(
                                limit,
                                () -> {
                                    query(connection, nonce);
                                    return null;
                                });
                    } catch (Timeout e) {
                        cut++;
                        throw e;
                    }
                });
    }

    /// Killed at any moment after it has its connection.
    private void askAndKill(Duration after, long nonce) {
        Event connected = new Event();
        Greenlet<Void> asks =
                Greenlet.spawn(() ->
                        question(
                                nonce,
                                connection -> {
                                    connected.set();
                                    query(connection, nonce);
                                }));
        Wait.forSome(List.of(connected, asks), 1);
        Greenlet.sleep(after);
        if (!asks.hasEnded()) {
            asks.kill();
            cut++;
        }
    }

    private interface Question {
        void ask(Connection connection) throws SQLException;
    }

    private void question(long nonce, Question question) {
        Action<RuntimeException> action = () -> connectAndAsk(question);
        try {
            if (keepsSockets) {
                Sockets.keeping(action);
            } else {
                action.run();
            }
        } catch (Timeout e) {
            // It was cut off, and counted.
        }
    }

    private void connectAndAsk(Question question) {
        try (Connection connection = pool.getConnection()) {
            question.ask(connection);
        } catch (SQLException e) {
            Greenlet.yield(); // A kill that is behind it comes as itself here.
            failed++;
        }
    }

    /// Takes about as long as the limits.
    private void query(Connection connection, long nonce) throws SQLException {
        String sql = "select ?::bigint, pg_sleep(0.001)";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, nonce);
            // Not executeQuery, which refuses what a query before it has left, and so hides it.
            statement.execute();
            try (ResultSet result = statement.getResultSet()) {
                result.next();
                if (result.getLong(1) != nonce) {
                    wrong++;
                }
                answered++;
            }
        }
    }

    /// However it was treated, the pool has to come back to life. It believes without a look in a connection that was
    /// used within the last half second.
    private void recover() throws SQLException {
        Greenlet.sleep(Duration.ofSeconds(1));
        int before = answered;
        for (int i = 0; i < AFTERWARDS; i++) {
            long nonce = i;
            question(nonce, connection -> query(connection, nonce));
        }
        IO.println("recovered=" + (answered - before));
    }
}
