package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLongArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads that ask, wake the loop, and go on only when the loop has seen it: one wake-up lost, and
/// they stand still. What they ask with is a plain write, so that the wake-up alone has to make it
/// seen.
class WakeupStressTest {
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void no_wakeup_of_a_select_loop_is_lost(int threads) throws Exception {
        var hammer = new Hammer(threads, 100_000 / threads);
        var loop = new SelectLoop(Selector.open());
        try (loop) {
            hammer.start(loop::wakeup);
            while (!hammer.isOver()) {
                loop.poll(Long.MAX_VALUE);
                hammer.look();
            }
        }
        assertEquals(List.of(), hammer.lost());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void no_wakeup_of_an_executor_loop_is_lost(int threads) throws Exception {
        var hammer = new Hammer(threads, 100_000 / threads);
        try (var host = Executors.newSingleThreadScheduledExecutor();
                var loop = ExecutorLoop.on(host)) {
            loop.attach(new RecordingGuest(hammer::look));
            hammer.start(loop::wakeup);
            assertTrue(hammer.awaitEnd());
        }
        assertEquals(List.of(), hammer.lost());
    }

    @Test
    void no_arming_and_no_time_is_lost_on_the_way_to_the_selector_thread() throws Exception {
        try (var host = Executors.newSingleThreadScheduledExecutor();
                var loop = ExecutorLoop.on(host);
                var sockets = Sockets.open()) {
            var relay = new Relay(loop, sockets, 10_000);
            loop.attach(new RecordingGuest(relay::turn));
            loop.wakeup();
            assertTrue(relay.over.await(30, TimeUnit.SECONDS), () -> "stuck after " + relay.left);
        }
    }

    /// In turns: waits for a byte that is sent as soon as the watch is armed, and for a time that
    /// is close.
    private static final class Relay {
        final CountDownLatch over = new CountDownLatch(1);
        volatile int left;
        private final ExecutorLoop loop;
        private final Sockets sockets;
        private Watch watch;
        private boolean waiting;
        private long due = Long.MIN_VALUE;

        Relay(ExecutorLoop loop, Sockets sockets, int times) {
            this.loop = loop;
            this.sockets = sockets;
            left = times;
        }

        void turn() {
            try {
                if (waiting || System.nanoTime() < due) {
                    return;
                }
                if (left-- == 0) {
                    over.countDown();
                } else if (left % 10 == 0) {
                    due = System.nanoTime() + 50_000;
                    loop.wakeAt(System.nanoTime() + 60_000_000_000L);
                    loop.wakeAt(due);
                } else {
                    await();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void await() throws IOException {
            if (watch == null) {
                watch = loop.watch(sockets.descriptor(), 0, _ -> heard());
            }
            waiting = true;
            watch.arm(Interest.READ, Mode.ONCE);
            sockets.send();
        }

        private void heard() {
            try {
                waiting = sockets.drain() == 0; // the turn that follows goes on
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Hammer {
        private final AtomicLongArray asked;
        private final AtomicLongArray seen;
        private final int times;
        private final CountDownLatch running;
        private final List<String> lost = new ArrayList<>();
        private final AtomicBoolean over = new AtomicBoolean();

        Hammer(int threads, int times) {
            asked = new AtomicLongArray(16 * threads);
            seen = new AtomicLongArray(16 * threads);
            running = new CountDownLatch(threads);
            this.times = times;
        }

        void start(Runnable wakeup) {
            for (int i = 0; i < asked.length(); i += 16) {
                int slot = i;
                Thread.ofPlatform().daemon().start(() -> hammer(slot, wakeup));
            }
        }

        private void hammer(int slot, Runnable wakeup) {
            for (long i = 1; i <= times && !over.get(); i++) {
                asked.setPlain(slot, i);
                wakeup.run();
                if (!awaitSeen(slot, i)) {
                    break;
                }
            }
            running.countDown();
            if (running.getCount() == 0) {
                over.set(true);
            }
            wakeup.run(); // the last one ends the loop, or the one that saw a loss
        }

        private boolean awaitSeen(int slot, long what) {
            long start = System.nanoTime();
            while (seen.get(slot) != what) {
                if (System.nanoTime() - start > PATIENCE_NANOS) {
                    synchronized (lost) {
                        lost.add("wake-up " + what + " of " + slot);
                    }
                    over.set(true);
                    return false;
                }
                Thread.yield();
            }
            return true;
        }

        /// What a loop does when it was woken.
        void look() {
            for (int i = 0; i < asked.length(); i += 16) {
                seen.set(i, asked.getPlain(i));
            }
        }

        boolean isOver() {
            return over.get();
        }

        boolean awaitEnd() throws InterruptedException {
            return running.await(40, TimeUnit.SECONDS);
        }

        List<String> lost() {
            synchronized (lost) {
                return List.copyOf(lost);
            }
        }
    }
}
