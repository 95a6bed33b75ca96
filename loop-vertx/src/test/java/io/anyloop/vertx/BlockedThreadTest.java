package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {true})
class BlockedThreadTest extends OnVertx {

    private record Sighting(String thread, long limit, StackTraceElement[] stack) {
        Sighting(BlockedThreadEvent event) {
            this(event.thread().getName(), event.maxExecTime(), event.thread().getStackTrace());
        }
    }

    @Override
    VertxOptions options() {
        return super.options()
                .setBlockedThreadCheckInterval(10)
                .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS)
                .setMaxEventLoopExecuteTime(50)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS);
    }

    @Test
    void b17_the_checker_of_vertx_names_the_greenlet_that_blocks() throws Exception {
        BlockingQueue<Sighting> seen = new LinkedBlockingQueue<>();
        var blocks = new AtomicBoolean(true);
        String thread = onLoop(() -> Thread.currentThread().getName());
        var parked = hub.spawn(() -> Greenlet.sleep(java.time.Duration.ofDays(1)));
        ((VertxInternal) vertx)
                .blockedThreadChecker()
                .setThreadBlockedHandler(event -> seen.add(new Sighting(event)));
        var greenlet =
                hub.spawn(() -> {
                    Greenlet.current().name("the-culprit");
                    block(blocks);
                });
        Sighting sighting = seen.poll(FAR, TimeUnit.SECONDS);
        blocks.set(false);
        greenlet.get();
        parked.kill();
        assertTrue(sighting.thread.startsWith(thread), sighting.thread);
        assertTrue(sighting.thread.contains("greenlet"), sighting.thread);
        assertEquals(TimeUnit.MILLISECONDS.toNanos(50), sighting.limit);
        String stack = Arrays.toString(sighting.stack);
        assertTrue(sighting.stack[0].toString().contains("the-culprit"), stack);
        assertTrue(stack.contains(".block("), stack);
    }

    @Test
    void b17_greenlets_that_give_way_are_not_seen() throws Exception {
        BlockingQueue<Sighting> seen = new LinkedBlockingQueue<>();
        var turns = new java.util.concurrent.atomic.AtomicInteger();
        ((VertxInternal) vertx)
                .blockedThreadChecker()
                .setThreadBlockedHandler(event -> {
                    if (event.thread().getName().contains("greenlet")) {
                        seen.add(new Sighting(event));
                    }
                });
        hub.call(() -> Greenlet.yield()); // loads classes
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(300);
        hub.call(() -> {
            while (System.nanoTime() < end) {
                Greenlet.yield();
                turns.incrementAndGet();
            }
        });
        assertTrue(turns.get() > 100);
        // One is the machine's, which may pause a thread for that long.
        assertTrue(seen.size() <= 1, () -> "seen: " + seen);
    }

    private static void block(AtomicBoolean blocks) {
        while (blocks.get()) {
            Thread.onSpinWait();
        }
    }
}
