package io.anyloop.loop.iocp.wine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.loop.iocp.IocpLoopTest;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The loop on the system that it is made for, as far as Wine is that: both contracts, and a server with
/// many clients.
@Tag("full")
class WineTest {
    private static Wine wine;

    @BeforeAll
    @Timeout(value = 4, unit = TimeUnit.MINUTES)
    static void prepare() throws IOException, InterruptedException {
        wine = Wine.prepare();
    }

    @AfterAll
    static void end() throws IOException {
        if (wine != null) {
            wine.close();
        }
    }

    @Test
    @Timeout(value = 6, unit = TimeUnit.MINUTES)
    void the_contract_of_loops_holds_under_wine() throws Exception {
        assertEquals(
                0,
                wine.java(Duration.ofMinutes(5), ContractRun.class, IocpLoopTest.class.getName()));
    }

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void the_contract_of_greenlets_holds_under_wine() throws Exception {
        assertEquals(
                0,
                wine.java(
                        Duration.ofMinutes(24),
                        ContractRun.class,
                        "io.anyloop.loop.iocp.IocpGreenletsTest"));
    }

    @Test
    @Timeout(value = 25, unit = TimeUnit.MINUTES)
    void the_contract_of_greenlets_holds_under_wine_with_the_jdks_waits_on_the_loop()
            throws Exception {
        assertEquals(
                0,
                wine.javaWithAgent(
                        Duration.ofMinutes(24),
                        ContractRun.class,
                        "io.anyloop.loop.iocp.IocpGreenletsTest"));
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void an_echo_server_serves_two_hundred_clients_under_wine() throws Exception {
        assertEquals(0, wine.java(Duration.ofMinutes(2), EchoRun.class, "200", "30"));
    }
}
