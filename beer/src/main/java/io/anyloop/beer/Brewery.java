package io.anyloop.beer;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.group.Pool;
import io.anyloop.queue.Queue;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/// Orders go by AMQP from those who take them to those who brew: one greenlet tells, one hears, and a few brew.
final class Brewery implements AutoCloseable {
    static final String QUEUE = "orders";

    /// As many glasses are under way at once.
    private static final int BREWERS = 16;

    private static final System.Logger LOG = System.getLogger("io.anyloop.beer");

    private final Cellar cellar;
    private final Duration brewing;
    private final Connection connection;
    private final Channel outgoing;
    private final Channel incoming;
    private final Queue<Long> ordered = new Queue<>(100);
    private final Deliveries deliveries;
    private final Pool brewers = new Pool(BREWERS);
    private final Greenlet<?> telling;
    private final Greenlet<?> hearing;
    private final Greenlet<?> remembering;

    // @start region="connect"
    /// Called in a greenlet.
    Brewery(Hub hub, URI broker, Cellar cellar, Duration brewing)
            throws IOException, TimeoutException, GeneralSecurityException {
        this.cellar = cellar;
        this.brewing = brewing;
        var factory = new ConnectionFactory();
        factory.setUri(broker);
        factory.setThreadFactory(hub.threadFactory()); // who reads from the broker
        factory.setSharedExecutor(hub.executor()); // who is called back
        factory.setHeartbeatExecutor(hub.executor());
        connection = factory.newConnection();
        outgoing = connection.createChannel();
        outgoing.queueDeclare(QUEUE, true, false, false, null);
        incoming = connection.createChannel();
        deliveries = new Deliveries(incoming, QUEUE, BREWERS);
        telling = Greenlet.spawn(this::tell).name("telling the brewers");
        hearing = Greenlet.spawn(this::hear).name("hearing of orders");
        remembering = Greenlet.spawn(this::remember).name("remembering");
    }

    // @end

    // @start region="tell"
    /// Has an order brewed. Waits here if the broker is slow, not within its client: a limit that cut off the client in the
    /// middle of a message would close the connection that all share.
    void brew(long order) {
        ordered.put(order);
    }

    private void tell() {
        for (long order : ordered) {
            byte[] message = Long.toString(order).getBytes(US_ASCII);
            try {
                outgoing.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, message);
            } catch (IOException | AlreadyClosedException e) {
                // It connects again, and remember() has the order.
                LOG.log(System.Logger.Level.WARNING, "order {0} waits: {1}", order, e.getMessage());
            }
        }
    }

    // @end

    // @start region="hear"
    private void hear() {
        for (Delivery delivery : deliveries) {
            brewers.spawn(() -> serve(delivery)); // waits while all of them are busy
        }
    }

    private void serve(Delivery delivery) throws IOException, SQLException {
        try {
            Greenlet.sleep(brewing);
            cellar.serve(Long.parseLong(new String(delivery.getBody(), US_ASCII)));
        } finally { // what could not be served is remembered, too
            incoming.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
        }
    }

    // @end

    private void remember() {
        while (true) {
            Greenlet.sleep(Duration.ofSeconds(1));
            try {
                cellar.forgotten().forEach(this::brew);
            } catch (SQLException e) {
                LOG.log(System.Logger.Level.WARNING, "the database: {0}", e.getMessage());
            }
        }
    }

    // @start region="close"
    /// Sends what was ordered, brews what has arrived, and leaves the rest to whoever comes next.
    @Override
    public void close() throws IOException {
        remembering.kill();
        ordered.shutdown();
        telling.join();
        deliveries.end();
        hearing.join();
        brewers.join();
        connection.close();
    }
    // @end
}
