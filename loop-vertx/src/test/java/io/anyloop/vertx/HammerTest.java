package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.vertx.core.Context;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Greenlets and callbacks of both event loops, and plain threads, use what has locks inside: allocators, a logger, a map.
/// If a thread of an event loop waited for a lock whose holder waits for that thread, all would stand still.
@ParameterizedClass(name = "native transport: {0}")
@ValueSource(booleans = {false, true})
class HammerTest extends OnVertx {
    private static final Logger LOG = LoggerFactory.getLogger("hammer");
    private static final int KEYS = 4;

    private final List<ByteBufAllocator> allocators =
            List.of(PooledByteBufAllocator.DEFAULT, new AdaptiveByteBufAllocator());
    private final Map<Integer, Long> map = new ConcurrentHashMap<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final LongAdder inGreenlets = new LongAdder();
    private final LongAdder inCallbacks = new LongAdder();
    private final LongAdder inThreads = new LongAdder();

    @Test
    void b18_locks_inside_of_libraries_do_not_deadlock() throws Exception {
        hammer(Duration.ofSeconds(3));
    }

    @Test
    @Tag("full")
    @Tag("rounds")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void b18_locks_inside_of_libraries_do_not_deadlock_for_a_minute() throws Exception {
        hammer(Duration.ofMinutes(1));
    }

    private void hammer(Duration length) throws Exception {
        var greenlets = new ArrayList<Greenlet<Void>>();
        for (Context each : List.of(context, otherContext())) {
            Hub own = VertxHub.of(each);
            for (int i = 0; i < 20; i++) {
                greenlets.add(own.spawn(this::hitAndGiveWay));
            }
            for (int i = 0; i < 4; i++) {
                callback(each);
            }
        }
        var threads = new ArrayList<Thread>();
        for (int i = 0; i < 2; i++) {
            threads.add(Thread.ofPlatform().daemon().start(this::inThread));
        }
        long end = System.nanoTime() + length.toNanos();
        while (System.nanoTime() < end) {
            assertMoves(inGreenlets, "greenlets");
            assertMoves(inCallbacks, "callbacks");
            assertMoves(inThreads, "threads");
            Thread.sleep(20);
        }
        stop.set(true);
        for (var greenlet : greenlets) {
            assertTrue(greenlet.join(Duration.ofSeconds(FAR)), "a greenlet hangs");
        }
        for (Thread thread : threads) {
            assertTrue(thread.join(Duration.ofSeconds(FAR)), "a thread hangs");
        }
        assertEquals(
                inGreenlets.sum() + inCallbacks.sum() + inThreads.sum(),
                map.values().stream().mapToLong(Long::longValue).sum());
    }

    private static void assertMoves(LongAdder counter, String what) {
        long before = counter.sum();
        eventually(what + " stand still", () -> counter.sum() != before);
    }

    private Context otherContext() {
        Context other = newContext();
        return VertxHub.of(other) == hub ? otherContext() : other;
    }

    private void hitAndGiveWay() {
        while (!stop.get()) {
            hit();
            inGreenlets.increment();
            if (ThreadLocalRandom.current().nextInt(4) == 0) {
                Greenlet.sleep(Duration.ofNanos(ThreadLocalRandom.current().nextInt(200_000)));
            } else {
                Greenlet.yield();
            }
        }
    }

    private void callback(Context where) {
        where.runOnContext(_ -> {
            if (!stop.get()) {
                hit();
                inCallbacks.increment();
                callback(where);
            }
        });
    }

    private void inThread() {
        while (!stop.get()) {
            hit();
            inThreads.increment();
        }
    }

    private void hit() {
        var random = ThreadLocalRandom.current();
        for (var allocator : allocators) {
            var buffer = allocator.directBuffer(1 << random.nextInt(14));
            buffer.writeByte(1);
            buffer.release();
        }
        LOG.info("hit by {}", random.nextInt());
        map.merge(random.nextInt(KEYS), 1L, Long::sum);
    }
}
