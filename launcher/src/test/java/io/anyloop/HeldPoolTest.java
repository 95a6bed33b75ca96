package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pool whose threads are all held by what nobody waits for any more says so.
class HeldPoolTest {
    private static final Logger LOGGER = Logger.getLogger("io.anyloop");

    private final LinkedBlockingQueue<String> logged = new LinkedBlockingQueue<>();
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord record) {
                    logged.add(record.getMessage());
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void listen_no_more() {
        LOGGER.removeHandler(handler);
    }

    @Test
    void a_pool_that_is_held_by_abandoned_work_is_told_with_what_holds_it() throws Exception {
        var end = new CountDownLatch(1);
        try (Hub hub = Hub.builder().name("held").loop("select").open()) {
            hub.threadPool().resize(2);
            try {
                hub.call(() -> {
                    abandon(hub, end);
                    abandon(hub, end);
                    var waits = Greenlet.spawn(() -> Hub.offload(() -> 7));
                    String told = hub.namePool().apply(() -> logged.poll(20, TimeUnit.SECONDS));
                    assertNotNull(told, "nothing was told");
                    assertTrue(told.startsWith("All 2 threads of the pool held-pool "), told);
                    assertTrue(told.contains("and 1 more wait for a place"), told);
                    assertTrue(told.contains("held-pool-1") && told.contains("HeldPoolTest"), told);
                    end.countDown();
                    assertEquals(7, waits.get());
                });
            } finally {
                end.countDown();
            }
        }
    }

    private static void abandon(Hub hub, CountDownLatch end) {
        var pool = hub.threadPool();
        int before = pool.threads();
        var waits = Greenlet.spawn(() -> Hub.offload(() -> end.await()));
        while (pool.threads() == before) {
            Greenlet.yield();
        }
        waits.kill();
    }
}
