package io.anyloop.integration.clients;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/// RabbitMQ's client: one connection for all, a channel for each question, and on it a queue of one's own, through which the
/// number goes.
public final class RabbitClient implements Client {
    private final Connection connection;

    private RabbitClient(Connection connection) {
        this.connection = connection;
    }

    public static Client at(int port) throws IOException, TimeoutException {
        var factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        return new RabbitClient(factory.newConnection());
    }

    @Override
    public long ask(long number, Runnable whenConnected) throws IOException, TimeoutException {
        try (var channel = connection.createChannel()) {
            whenConnected.run();
            String queue = channel.queueDeclare().getQueue();
            channel.basicPublish("", queue, null, ("" + number).getBytes(US_ASCII));
            byte[] body = channel.basicGet(queue, true).getBody();
            channel.queueDelete(queue);
            return Long.parseLong(new String(body, US_ASCII));
        }
    }

    @Override
    public int connections() {
        return 5;
    }

    @Override
    public void close() {
        connection.abort();
    }
}
