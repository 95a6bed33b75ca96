package io.anyloop.beer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.ConnectionFactory;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class BreweryTest {
    private static final int MESSAGES = 100;

    @Test
    @Tag("full") // The broker takes seconds to start.
    void a_consumer_is_a_loop_over_what_comes() throws Exception {
        try (var broker = LocalBroker.start();
                Hub hub = Hub.open()) {
            List<Integer> heard =
                    hub.call(() -> {
                        var factory = new ConnectionFactory();
                        factory.setUri(broker.uri());
                        factory.setThreadFactory(hub.threadFactory());
                        factory.setSharedExecutor(hub.executor());
                        try (var connection = factory.newConnection();
                                var channel = connection.createChannel()) {
                            channel.queueDeclare("numbers", false, false, false, null);
                            var deliveries = new Deliveries(channel, "numbers", 10);
                            Greenlet.spawn(() -> {
                                for (int i = 0; i < MESSAGES; i++) {
                                    byte[] body = {(byte) i};
                                    channel.basicPublish("", "numbers", null, body);
                                }
                            });
                            var numbers = new ArrayList<Integer>();
                            for (var delivery : deliveries) {
                                numbers.add((int) delivery.getBody()[0]);
                                channel.basicAck(delivery.getEnvelope().getDeliveryTag(), false);
                                if (numbers.size() == MESSAGES) {
                                    deliveries.end();
                                }
                            }
                            return numbers;
                        }
                    });
            assertEquals(IntStream.range(0, MESSAGES).boxed().toList(), heard);
        }
    }

    @Test
    void where_there_is_no_PostgreSQL_one_sentence_says_what_to_do() {
        var e = assertThrows(IOException.class, () -> LocalPostgres.start("/nowhere"));
        assertTrue(e.getMessage().startsWith("No PostgreSQL was found: install it"));
    }
}
