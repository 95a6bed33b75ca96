package io.anyloop.examples.jdbc;

import io.anyloop.sync.Semaphore;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Logger;
import javax.sql.DataSource;

/// A pool of connections behind a gate: whoever has waited longest gets the next connection. A pool alone hands a connection
/// to a greenlet that cannot run at once, and the one who gave it back is faster to take it again; some then wait for ever.
///
/// With the gate as wide as the pool is large nobody ever waits within the pool, so its own limit for waiting can be short.
public final class FairDataSource implements DataSource {
    private final DataSource pool;
    private final Semaphore gate;
    private final Duration patience;

    /// @param pool makes and keeps the connections
    /// @param size how many connections it has
    /// @param patience how long a caller waits for one, then gets an [SQLTransientConnectionException]
    public FairDataSource(DataSource pool, int size, Duration patience) {
        this.pool = pool;
        this.gate = new Semaphore(size);
        this.patience = patience;
    }

    // @start region="gate"
    @Override
    public Connection getConnection() throws SQLException {
        if (!gate.tryAcquire(patience)) { // strictly first come, first served
            throw new SQLTransientConnectionException(
                    "No connection was free within %s: %s.".formatted(patience, gate));
        }
        Connection connection = null;
        try {
            connection = pool.getConnection();
            return releasingAtClose(connection);
        } finally {
            if (connection == null) {
                gate.release(); // whatever was thrown, a Timeout and a kill included
            }
        }
    }

    private Connection releasingAtClose(Connection connection) {
        var isOpen = new AtomicBoolean(true);
        return (Connection)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, method, arguments) -> {
                            try {
                                return call(connection, method, arguments);
                            } finally {
                                boolean ends =
                                        method.getName().equals("close")
                                                || method.getName().equals("abort");
                                if (ends && isOpen.getAndSet(false)) {
                                    gate.release();
                                }
                            }
                        });
    }

    // @end

    private static Object call(Connection connection, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    /// Refused: the gate is that of one pool.
    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException(
                "Connections for a user of the caller's are not pooled. Set the user of the pool.");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return pool.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        pool.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        pool.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return pool.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger(getClass().getPackageName());
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(pool) ? type.cast(pool) : pool.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(pool) || pool.isWrapperFor(type);
    }
}
