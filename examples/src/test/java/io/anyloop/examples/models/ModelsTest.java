package io.anyloop.examples.models;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/// What docs/vertx-models.md says of each kind of verticle, without its figures.
class ModelsTest {
    private static final int QUERIES = 5;
    private static final long FAR = 60;

    /// The database answers none before it has all.
    @ParameterizedTest
    @EnumSource(names = {"CALLBACKS", "GREENLETS"})
    void queries_are_under_way_at_the_same_time(Kind kind) throws Exception {
        var all = new CountDownLatch(QUERIES);
        try (var database =
                        new SlowDatabase(() -> {
                            all.countDown();
                            all.await();
                        });
                var service = new ServiceProcess(kind, 1, database)) {
            assertEquals(QUERIES, ManyQueries.ask(service.port(), QUERIES));
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"CALLBACKS", "GREENLETS"})
    void or_one_after_the_other(Kind kind) throws Exception {
        var each = Duration.ofMillis(50);
        var result = ManyQueries.of(kind, QUERIES, each);
        assertEquals(QUERIES, result.right());
        assertTrue(result.millis() >= each.toMillis() * QUERIES, result::toString);
    }

    /// The database does not answer before the probe was answered.
    @ParameterizedTest
    @EnumSource(names = {"CALLBACKS", "GREENLETS"})
    void a_probe_is_answered_while_a_query_waits(Kind kind) throws Exception {
        var isProbed = new CountDownLatch(1);
        try (var database = new SlowDatabase(isProbed::await);
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var service = new ServiceProcess(kind, 1, database);
                var asker = new Asker(service.port());
                var prober = new Asker(service.port())) {
            var query = threads.submit(() -> asker.ask("/query?it"));
            assertEquals("fine", prober.ask("/health"));
            isProbed.countDown();
            assertEquals("it", query.get(FAR, TimeUnit.SECONDS));
        }
    }

    @Test
    void or_not_though_it_is_a_verticle_on_virtual_threads() throws Exception {
        var isAsked = new CountDownLatch(1);
        var isProbed = new CountDownLatch(1);
        try (var database =
                        new SlowDatabase(() -> {
                            isAsked.countDown();
                            isProbed.await();
                        });
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var service = new ServiceProcess(Kind.VIRTUAL_THREADS, 1, database);
                var asker = new Asker(service.port());
                var prober = new Asker(service.port())) {
            var query = threads.submit(() -> asker.ask("/query?it"));
            isAsked.await();
            var probe = threads.submit(() -> prober.ask("/health"));
            assertThrows(TimeoutException.class, () -> probe.get(200, TimeUnit.MILLISECONDS));
            isProbed.countDown();
            assertEquals("it", query.get(FAR, TimeUnit.SECONDS));
            assertEquals("fine", probe.get(FAR, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"VIRTUAL_THREADS", "GREENLETS"})
    void instances_are_on_one_event_loop_or_on_each(Kind kind) throws Exception {
        assertEquals(kind == Kind.GREENLETS ? 4 : 1, Instances.of(kind));
    }
}
