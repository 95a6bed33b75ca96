package io.anyloop.beer;

import io.anyloop.Hub;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// The whole service, on the hub of whoever starts it: HTTP in front, PostgreSQL and AMQP behind.
final class BeerService {
    /// @param database of JDBC's
    /// @param connections to the database, at most
    /// @param limit of a request
    /// @param brewing how long a glass takes
    record Settings(
            int port,
            String database,
            int connections,
            URI broker,
            Duration limit,
            Duration brewing) {}

    private final Cellar cellar;
    private final Brewery brewery;
    private final Bar bar;

    // @start region="service"
    BeerService(Hub hub, Settings settings)
            throws SQLException, IOException, TimeoutException, GeneralSecurityException {
        cellar = new Cellar(hub, settings.database, settings.connections);
        brewery = new Brewery(hub, settings.broker, cellar, settings.brewing);
        bar = new Bar(hub, settings.port, cellar, brewery, settings.limit);
        hub.onDrain(_ -> end()); // by hub.drain(limit), or at SIGTERM where the hub closes on exit
    }

    private void end() {
        bar.close(); // who has come is served
        try {
            brewery.close(); // what was ordered is brewed
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            cellar.close();
        }
    }

    // @end

    Cellar cellar() {
        return cellar;
    }

    int port() {
        return bar.port();
    }
}
