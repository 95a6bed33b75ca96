package io.anyloop.integration.cuts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.integration.clients.Client;
import io.anyloop.integration.clients.RabbitClient;
import io.anyloop.integration.servers.Kind;
import io.anyloop.integration.servers.Server;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Why a cut takes as long as the server does where RabbitMQ's client waits for it: on a thread of the platform, without Anyloop,
/// it does not answer to an interrupt either.
@Tag("full")
class DeafClientTest {
    @Test
    void rabbitmqs_client_makes_a_call_whole_that_is_interrupted() throws Exception {
        try (Server server = Kind.RABBITMQ.start();
                Client client = RabbitClient.at(server.port())) {
            for (long number = 1; number <= 20; number++) {
                assertEquals(number, client.ask(number, Thread.currentThread()::interrupt));
                assertTrue(Thread.interrupted(), "the interrupt is left for its caller");
            }
        }
    }
}
