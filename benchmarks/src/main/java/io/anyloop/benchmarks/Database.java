package io.anyloop.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.net.URI;
import java.sql.SQLException;
import javax.sql.DataSource;

/// A PostgreSQL, asked by JDBC.
///
/// @param uri `postgresql://user:password@host:port/name`
record Database(String uri) {
    private static final int CONNECTIONS = 16;
    private static final String QUESTION = "select 'Hello, World!'";
    private static final String SCHEME = "postgresql";
    private static final int PORT = 5432;

    Database {
        URI parts = URI.create(uri);
        if (!SCHEME.equals(parts.getScheme())
                || parts.getHost() == null
                || parts.getUserInfo() == null
                || parts.getPath().length() < 2) {
            throw new IllegalArgumentException(
                    "This names no database: %s. It looks like postgresql://user:password@127.0.0.1:5432/name, without :password where none is asked for."
                            .formatted(uri));
        }
    }

    /// Blocking connections of the stock driver, pooled.
    HikariDataSource blocking() {
        HikariConfig config = new HikariConfig();
        URI parts = URI.create(uri);
        String[] user = parts.getUserInfo().split(":", 2);
        config.setJdbcUrl(
                "jdbc:postgresql://%s:%d%s"
                        .formatted(
                                parts.getHost(),
                                parts.getPort() < 0 ? PORT : parts.getPort(),
                                parts.getPath()));
        config.setUsername(user[0]);
        config.setPassword(user.length > 1 ? user[1] : null);
        config.setMaximumPoolSize(CONNECTIONS);
        return new HikariDataSource(config);
    }

    /// Asks it, and waits for the answer.
    static String ask(DataSource source) throws SQLException {
        try (var connection = source.getConnection();
                var question = connection.prepareStatement(QUESTION);
                var answer = question.executeQuery()) {
            answer.next();
            return answer.getString(1);
        }
    }
}
