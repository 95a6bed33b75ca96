package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DescriptorReuseTest {
    private static final long A_WHILE = 2_000_000_000;
    private static final long BRIEFLY = 10_000_000;

    private final List<String> heard = new ArrayList<>();
    private SelectLoop loop;

    @BeforeEach
    void open() throws IOException {
        loop = new SelectLoop(Selector.open());
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_number_that_comes_back_is_watched_anew() throws IOException {
        for (int generation = 0; generation < 200; generation++) {
            try (var sockets = Sockets.open()) {
                var watch = loop.watch(sockets.descriptor(), generation, note("g" + generation));
                watch.arm(Interest.READ, Mode.ONCE);
                if (generation % 3 != 0) {
                    loop.poll(0); // the kernel knows it; every third is not even told
                }
                if (generation % 2 == 0) {
                    sockets.send();
                    loop.poll(A_WHILE);
                    assertEquals(List.of("g" + generation + ":1"), heard);
                    heard.clear();
                } // else closed while armed, without a word
            }
        }
    }

    @Test
    void what_the_flush_finds_for_others_is_not_lost() throws IOException {
        try (var bystander = Sockets.open();
                var first = Sockets.open()) {
            var other = loop.watch(bystander.descriptor(), 0, note("bystander"));
            other.arm(Interest.READ, Mode.ONCE);
            var old = loop.watch(first.descriptor(), 0, note("old"));
            old.arm(Interest.READ, Mode.ONCE);
            loop.poll(0);
            bystander.send();
            loop.wakeup();
            var anew = loop.watch(first.descriptor(), 1, note("new"));
            anew.arm(Interest.READ, Mode.ONCE); // flushes the key of the old generation
            loop.poll(A_WHILE);
            assertEquals(List.of("bystander:1"), heard);
            first.send();
            loop.poll(A_WHILE);
            assertEquals(List.of("bystander:1", "new:1"), heard);
            assertThrows(IllegalStateException.class, () -> old.arm(Interest.READ, Mode.ONCE));
        }
    }

    @Test
    void a_wakeup_that_the_flush_swallows_still_ends_the_next_poll() throws IOException {
        try (var sockets = Sockets.open()) {
            loop.watch(sockets.descriptor(), 0, note("old")).arm(Interest.READ, Mode.ONCE);
            loop.wakeup();
            loop.watch(sockets.descriptor(), 1, note("new")).arm(Interest.READ, Mode.ONCE);
            long start = System.nanoTime();
            loop.poll(A_WHILE);
            assertTrue(System.nanoTime() - start < A_WHILE / 2);
            assertEquals(List.of(), heard);
        }
    }

    @Test
    void the_same_generation_may_be_watched_again_after_cancel() throws IOException {
        try (var sockets = Sockets.open()) {
            sockets.send();
            for (int i = 0; i < 5; i++) {
                var watch = loop.watch(sockets.descriptor(), 7, note("w" + i));
                watch.arm(Interest.READ, Mode.ONCE);
                loop.poll(A_WHILE);
                loop.poll(BRIEFLY);
                assertEquals(i + 1, heard.size());
                watch.cancel();
                watch.cancel();
            }
            assertThrows(
                    IllegalArgumentException.class,
                    () -> loop.watch(sockets.descriptor(), 6, note("older")));
        }
    }

    @Test
    void a_report_that_is_under_way_does_not_reach_a_watch_that_is_cancelled() throws IOException {
        try (var first = Sockets.open();
                var second = Sockets.open()) {
            // Both are ready; whichever hears first cancels the other, which then hears nothing.
            var watches = new Watch[2];
            watches[0] = loop.watch(first.descriptor(), 0, _ -> cancel(watches[1], "first"));
            watches[1] = loop.watch(second.descriptor(), 0, _ -> cancel(watches[0], "second"));
            watches[0].arm(Interest.WRITE, Mode.ONCE);
            watches[1].arm(Interest.WRITE, Mode.ONCE);
            loop.poll(A_WHILE);
            loop.poll(BRIEFLY);
            assertEquals(1, heard.size(), heard::toString);
        }
    }

    @Test
    void a_report_that_is_under_way_does_not_answer_a_later_arming() throws IOException {
        try (var first = Sockets.open();
                var second = Sockets.open()) {
            // Both have room to write; whichever hears first makes the other wait for data instead.
            var watches = new Watch[2];
            watches[0] = loop.watch(first.descriptor(), 0, _ -> armAnew(watches[1], "first"));
            watches[1] = loop.watch(second.descriptor(), 0, _ -> armAnew(watches[0], "second"));
            watches[0].arm(Interest.WRITE, Mode.ONCE);
            watches[1].arm(Interest.WRITE, Mode.ONCE);
            loop.poll(A_WHILE);
            loop.poll(BRIEFLY);
            assertEquals(1, heard.size(), heard::toString);
        }
    }

    @Test
    void a_listener_that_throws_does_not_eat_the_reports_of_others() throws IOException {
        try (var first = Sockets.open();
                var second = Sockets.open()) {
            for (var sockets : List.of(first, second)) {
                loop.watch(sockets.descriptor(), 0, _ -> fail(sockets.descriptor()))
                        .arm(Interest.WRITE, Mode.ONCE);
            }
            assertThrows(IllegalStateException.class, () -> loop.poll(A_WHILE));
            assertThrows(IllegalStateException.class, () -> loop.poll(A_WHILE));
            assertEquals(2, heard.size());
        }
    }

    private void fail(int descriptor) {
        heard.add("failed " + descriptor);
        throw new IllegalStateException("on purpose");
    }

    private void cancel(Watch other, String who) {
        heard.add(who);
        other.cancel();
    }

    private void armAnew(Watch other, String who) {
        heard.add(who);
        try {
            other.arm(Interest.READ, Mode.ONCE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Readiness note(String who) {
        return what -> heard.add(who + ":" + what);
    }
}
