package io.anyloop.loop.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Interest;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

/// What the simulated loop promises beyond the contract.
class SeedTest {
    private static final int DESCRIPTORS = 8;

    @Test
    void the_same_seed_gives_the_same_order() throws IOException {
        for (long seed = 0; seed < 20; seed++) {
            assertEquals(history(seed), history(seed), "two runs with seed " + seed);
        }
    }

    @Test
    void different_seeds_give_different_orders() throws IOException {
        var histories = new HashSet<List<String>>();
        for (long seed = 0; seed < 20; seed++) {
            histories.add(history(seed));
        }
        assertTrue(histories.size() > 10, "20 seeds gave so many orders: " + histories.size());
    }

    @Test
    void some_seeds_split_what_is_ready_over_several_polls() throws IOException {
        var polls = new HashSet<String>();
        for (long seed = 0; seed < 20; seed++) {
            polls.add(history(seed).getLast().split(":")[0]);
        }
        assertTrue(polls.size() > 1, "each seed needed the same number of polls: " + polls);
    }

    /// Each report as "poll:descriptor".
    private static List<String> history(long seed) throws IOException {
        try (var loop = SimLoop.seeded(seed)) {
            var history = new ArrayList<String>();
            int[] poll = {0};
            for (int i = 0; i < DESCRIPTORS; i++) {
                int descriptor = loop.openDescriptor();
                loop.setReady(descriptor, Readiness.READ);
                loop.watch(descriptor, 0, what -> history.add(poll[0] + ":" + descriptor))
                        .arm(Interest.READ, Mode.ONCE);
            }
            for (; history.size() < DESCRIPTORS; poll[0]++) {
                loop.poll(0);
            }
            return history;
        }
    }

    @Test
    void elapsed_is_the_sum_of_all_waits() {
        try (var loop = SimLoop.seeded(7)) {
            loop.poll(Duration.ofDays(1).toNanos());
            loop.poll(Duration.ofHours(2).toNanos());
            assertEquals(Duration.ofHours(26), loop.elapsed(), "a day and two hours of waits");
        }
    }

    @Test
    void a_descriptor_made_ready_by_another_thread_ends_an_endless_wait() throws Exception {
        try (var loop = SimLoop.seeded(0)) {
            var heard = new ArrayList<Integer>();
            int descriptor = loop.openDescriptor();
            loop.watch(descriptor, 0, heard::add).arm(Interest.READ, Mode.ONCE);
            var other = Thread.ofPlatform().start(() -> loop.setReady(descriptor, Readiness.READ));
            loop.poll(Long.MAX_VALUE);
            other.join();
            assertEquals(List.of(Readiness.READ), heard, "the report that ended the wait");
            assertEquals(Duration.ZERO, loop.elapsed(), "an endless wait moves no clock");
        }
    }

    @Test
    void an_interrupt_outlasts_an_endless_wait() throws Exception {
        try (var loop = SimLoop.seeded(0)) {
            Thread.currentThread().interrupt();
            var other = Thread.ofPlatform().start(loop::wakeup);
            loop.poll(Long.MAX_VALUE);
            assertTrue(Thread.interrupted(), "the interrupt was swallowed");
            other.join();
        }
    }

    @Test
    void a_hang_up_is_unusual_and_in_both_directions() throws IOException {
        try (var loop = SimLoop.seeded(0)) {
            var heard = new ArrayList<Integer>();
            int descriptor = loop.openDescriptor();
            loop.watch(descriptor, 0, heard::add).arm(Interest.READ_AND_WRITE, Mode.ONCE);
            loop.hangUp(descriptor);
            loop.poll(0);
            assertEquals(
                    List.of(Readiness.READ | Readiness.WRITE | Readiness.UNUSUAL),
                    heard,
                    "the report of a hang-up");
        }
    }

    @Test
    void a_descriptor_that_is_not_open_cannot_be_armed() {
        try (var loop = SimLoop.seeded(0)) {
            var watch = loop.watch(3, 0, what -> {});
            var refusal =
                    assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
            assertEquals(
                    "Descriptor 3 is not open; openDescriptor() opens one.",
                    refusal.getMessage(),
                    "the message");
        }
    }

    @Test
    void the_provider_is_found_on_the_class_path() {
        assertTrue(
                ServiceLoader.load(LoopProvider.class).stream()
                        .anyMatch(found -> found.type() == SimLoopProvider.class),
                "META-INF/services does not name the provider");
    }
}
