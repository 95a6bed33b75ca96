package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.spi.SelectorProvider;
import java.util.ArrayDeque;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DescriptorsTest {

    @Test
    void a_burst_while_nobody_sleeps_does_not_reach_the_selector() throws IOException {
        try (var selector = new CountingSelector();
                var descriptors = new Descriptors(selector)) {
            for (int i = 0; i < 1000; i++) {
                descriptors.wakeup();
            }
            descriptors.select(Long.MAX_VALUE, new ArrayDeque<>());
            assertEquals(0, selector.wakeups.get());
        }
    }

    @Test
    void a_burst_while_one_sleeps_reaches_the_selector_once() throws Exception {
        try (var selector = new CountingSelector();
                var descriptors = new Descriptors(selector)) {
            // The sleeper stays asleep until the burst is over, as a slow thread would.
            selector.held = true;
            var sleeper = Thread.ofPlatform().start(() -> select(descriptors));
            while (!selector.asleep) {
                Thread.onSpinWait();
            }
            for (int i = 0; i < 1000; i++) {
                descriptors.wakeup();
            }
            selector.held = false;
            sleeper.join();
            assertEquals(1, selector.wakeups.get());
        }
    }

    @Test
    void short_waits_are_rounded_up_to_what_a_selector_knows() throws IOException {
        try (var selector = new CountingSelector();
                var descriptors = new Descriptors(selector)) {
            selector.wakeup();
            descriptors.select(200_000, new ArrayDeque<>());
            assertEquals(1, selector.lastMillis);
            selector.wakeup();
            descriptors.select(1_000_001, new ArrayDeque<>());
            assertEquals(2, selector.lastMillis);
        }
    }

    @Test
    void an_interrupted_thread_still_sleeps_and_keeps_its_flag() throws IOException {
        try (var descriptors = new Descriptors(Selector.open())) {
            Thread.currentThread().interrupt();
            long start = System.nanoTime();
            for (int i = 0; i < 3; i++) {
                descriptors.select(20_000_000, new ArrayDeque<>());
            }
            long slept = System.nanoTime() - start;
            assertTrue(Thread.interrupted(), "the flag is not ours to clear");
            assertTrue(slept >= 55_000_000, "three waits of 20 ms took " + slept + " ns");
        }
    }

    private static void select(Descriptors descriptors) {
        try {
            descriptors.select(Long.MAX_VALUE, new ArrayDeque<>());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Counts, and passes on.
    private static final class CountingSelector extends Selector {
        final AtomicInteger wakeups = new AtomicInteger();
        volatile boolean held;
        volatile boolean asleep;
        long lastMillis;
        private final Selector selector = Selector.open();

        CountingSelector() throws IOException {}

        @Override
        public boolean isOpen() {
            return selector.isOpen();
        }

        @Override
        public SelectorProvider provider() {
            return selector.provider();
        }

        @Override
        public Set<SelectionKey> keys() {
            return selector.keys();
        }

        @Override
        public Set<SelectionKey> selectedKeys() {
            return selector.selectedKeys();
        }

        @Override
        public int selectNow() throws IOException {
            return selector.selectNow();
        }

        @Override
        public int select(long millis) throws IOException {
            lastMillis = millis;
            return selector.select(millis);
        }

        @Override
        public int select() throws IOException {
            asleep = true;
            int found = selector.select();
            while (held) {
                Thread.onSpinWait();
            }
            return found;
        }

        @Override
        public Selector wakeup() {
            wakeups.incrementAndGet();
            return selector.wakeup();
        }

        @Override
        public void close() throws IOException {
            selector.close();
        }
    }
}
