package io.anyloop.beer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.ConnectionFactory;
import io.anyloop.ErrorReport;
import io.anyloop.Hub;
import io.anyloop.group.Pool;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The service under a crowd, half of whom lose patience in the middle of an order: nobody gets what is somebody else's, nothing
/// is lost or done by halves, the hub stays awake, and at the end nothing is left.
@Tag("full")
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class LoadTest {
    private static final int CLIENTS = 60;
    private static final int ROUNDS = 15;
    private static final int CONNECTIONS = 8;

    /// Limits strike while the database is at it: an insert takes as long as half of the impatient wait.
    private static final String SLOW =
            """
            create or replace function slow() returns trigger as
                'begin perform pg_sleep(0.01); return new; end' language plpgsql;
            create trigger slow before insert on orders for each row execute function slow();
            """;

    private static final IntSupplier HALF_ARE_IMPATIENT =
            () -> {
                var random = ThreadLocalRandom.current();
                return random.nextBoolean() ? Integer.MAX_VALUE : random.nextInt(1, 60);
            };

    /// A hub that stood still for the time of a request would be far beyond this on any machine.
    private static final long MOST_GAP_MILLIS = 2_000;

    @Test
    void a_crowd_is_served_and_nothing_is_left() throws Exception {
        try (var postgres = LocalPostgres.start(System.getenv("PATH"));
                var broker = LocalBroker.start();
                Connection look = DriverManager.getConnection(postgres.url())) {
            var settings =
                    new BeerService.Settings(
                            0,
                            postgres.url(),
                            CONNECTIONS,
                            broker.uri(),
                            Duration.ofSeconds(30),
                            Duration.ofMillis(5));
            var errors = new ConcurrentLinkedQueue<ErrorReport>();
            Hub hub = Hub.builder().errorHandler(errors::add).open();
            BeerService service = hub.call(() -> new BeerService(hub, settings));
            long glasses = number(look, "select sum(glasses) from beers");
            look.createStatement().execute(SLOW);
            var site = URI.create("http://localhost:" + service.port());

            Crowd.Tally tally = new Crowd(site, CLIENTS, ROUNDS, HALF_ARE_IMPATIENT).drink(hub);

            assertEquals(List.of(), tally.wrong(), tally::toString);
            assertEquals(CLIENTS * ROUNDS, tally.served().size() + tally.late(), tally::toString);
            assertEquals(tally.served().size(), new HashSet<>(tally.served()).size());
            assertTrue(tally.late() > 0, "no limit was hit");
            assertTrue(tally.gapMillis() < MOST_GAP_MILLIS, tally::toString);
            assertEquals(0, service.cellar().lent(), "connections that nobody gave back");
            assertEquals(CONNECTIONS, everyConnectionAnswers(hub, service));
            assertSoon(0, look, "select count(*) from orders where state <> 'served'");
            long orders = number(look, "select count(*) from orders");
            assertTrue(orders >= tally.served().size(), "orders are missing");
            assertEquals(
                    glasses - orders,
                    number(look, "select sum(glasses) from beers"),
                    "a glass was taken for each order, and for nothing else");

            hub.drain(Duration.ofSeconds(30));

            assertEquals(List.of(), List.copyOf(errors));
            assertTrue(hub.isClosed());
            assertSoon(
                    1,
                    look,
                    "select count(*) from pg_stat_activity where backend_type = 'client backend'");
            assertEquals(0, waiting(broker.uri()));
            assertFalse(answers(service.port()), "the server still listens");
        }
    }

    /// As many greenlets at once as there are connections each have an answer.
    private static long everyConnectionAnswers(Hub hub, BeerService service) throws SQLException {
        List<Integer> beers = Collections.nCopies(CONNECTIONS, 3);
        return hub.call(() ->
                new Pool(CONNECTIONS)
                        .map(beers, service.cellar()::beer).stream()
                                .filter(beer -> beer.id() == 3)
                                .count());
    }

    private static long number(Connection look, String query) throws SQLException {
        try (var statement = look.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static void assertSoon(long expected, Connection look, String query)
            throws SQLException, InterruptedException {
        long begin = System.nanoTime();
        while (number(look, query) != expected) {
            assertTrue(
                    System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(60),
                    query + " is " + number(look, query));
            Thread.sleep(50);
        }
    }

    /// How many messages are left in the broker, of those that are nobody's.
    private static long waiting(URI broker) throws Exception {
        var factory = new ConnectionFactory();
        factory.setUri(broker);
        try (var connection = factory.newConnection();
                var channel = connection.createChannel()) {
            return channel.queueDeclarePassive(Brewery.QUEUE).getMessageCount();
        }
    }

    private static boolean answers(int port) throws Exception {
        try (var _ = new Socket("localhost", port)) {
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }
}
