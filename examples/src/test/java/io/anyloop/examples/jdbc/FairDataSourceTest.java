package io.anyloop.examples.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class FairDataSourceTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private interface Source {
        Connection get() throws SQLException;
    }

    /// A pool in which everything works, or what the test says.
    private static FairDataSource gated(int size, Source source) {
        var pool =
                (DataSource)
                        Proxy.newProxyInstance(
                                FairDataSourceTest.class.getClassLoader(),
                                new Class<?>[] {DataSource.class},
                                (_, _, _) -> source.get());
        return new FairDataSource(pool, size, PATIENCE);
    }

    private static Connection connection() {
        return (Connection)
                Proxy.newProxyInstance(
                        FairDataSourceTest.class.getClassLoader(),
                        new Class<?>[] {Connection.class},
                        (_, _, _) -> null);
    }

    @Test
    void who_gives_a_connection_back_goes_behind_those_who_wait() {
        FairDataSource source = gated(1, FairDataSourceTest::connection);
        List<Integer> order = new ArrayList<>();
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                List<Greenlet<Void>> all = new ArrayList<>();
                for (int i = 0; i < 3; i++) {
                    int name = i;
                    all.add(
                            Greenlet.spawn(() -> {
                                for (int turn = 0; turn < 2; turn++) {
                                    try (var _ = source.getConnection()) {
                                        order.add(name);
                                        Greenlet.sleep(Duration.ofMillis(1));
                                    }
                                }
                            }));
                }
                all.forEach(Greenlet::join);
            });
        }
        assertEquals(List.of(0, 1, 2, 0, 1, 2), order);
    }

    @Test
    void a_connection_that_is_closed_twice_is_given_back_once() throws SQLException {
        FairDataSource source = gated(1, FairDataSourceTest::connection);
        Connection connection = source.getConnection();
        connection.close();
        connection.close();
        source.getConnection();
        assertThrows(SQLTransientConnectionException.class, source::getConnection);
    }

    @Test
    void who_has_waited_long_enough_hears_why() throws SQLException {
        FairDataSource source = gated(1, FairDataSourceTest::connection);
        source.getConnection();
        var e = assertThrows(SQLTransientConnectionException.class, source::getConnection);
        assertEquals(
                "No connection was free within PT1S: Semaphore[0 free, 0 waiting].",
                e.getMessage());
    }

    @Test
    void a_pool_that_fails_keeps_no_place() throws SQLException {
        var asked = new AtomicInteger();
        Source failsTwice =
                () ->
                        switch (asked.getAndIncrement()) {
                            case 0 -> throw new SQLException("a failure");
                            case 1 -> throw new LinkageError("cut off");
                            default -> connection();
                        };
        FairDataSource source = gated(1, failsTwice);
        assertThrows(SQLException.class, source::getConnection);
        assertThrows(LinkageError.class, source::getConnection);
        source.getConnection().close();
    }

    @Test
    void a_limit_while_somebody_waits_at_the_gate_keeps_no_place() throws SQLException {
        FairDataSource source = gated(1, FairDataSourceTest::connection);
        try (Hub hub = Hub.open("sim")) {
            hub.call(() -> {
                Connection held = source.getConnection();
                assertThrows(
                        Timeout.class,
                        () -> Timeout.call(Duration.ofMillis(10), source::getConnection));
                held.close();
                source.getConnection().close();
            });
        }
    }
}
