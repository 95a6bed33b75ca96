package io.anyloop.loop.kqueue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.TestDescriptors;
import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What goes wrong with descriptors, and what is left in the queue.
class KQueueFaultsTest {
    private static final long SHORT = 5_000_000;

    private final List<Integer> heard = new ArrayList<>();
    private NettyLoop loop;
    private EmulatedKqueue queue;
    private Pipe pipe;

    @BeforeEach
    void open() throws IOException {
        if (TestedProvider.isEmulated()) {
            var transport =
                    new KQueueTransport(executor -> {
                        var handler = new EmulatedKQueueIoHandler(executor);
                        queue = handler.queue();
                        return handler;
                    });
            loop = new NettyLoop(transport, KQueueLoopProvider.CAPABILITIES);
        } else {
            loop = (NettyLoop) TestedProvider.here().open();
        }
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws IOException {
        loop.close();
        pipe.sink().close();
        pipe.source().close();
    }

    /// How many filters the queue has, its wake-up aside; a queue of the system's does not tell.
    private void assertFilters(int expected) {
        if (queue != null) {
            assertEquals(expected, queue.size() - 1, "filters in the queue");
        }
    }

    private int source() {
        return TestDescriptors.of(pipe.source());
    }

    private void send() throws IOException {
        pipe.sink().write(ByteBuffer.allocate(1));
    }

    @Test
    void a_descriptor_that_is_not_open_is_refused_and_says_why() {
        var watch = loop.watch(1_000_000_000, 0, _ -> fail("heard of a closed one"));
        var refused = assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
        assertTrue(refused.getMessage().contains("1000000000 is not open"), refused.getMessage());
    }

    @Test
    void a_refused_descriptor_does_not_spoil_the_number() throws IOException {
        int number = source();
        pipe.source().close();
        var watch = loop.watch(number, 0, heard::add);
        assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
        pipe.sink().close();
        pipe = Pipe.open();
        loop.watch(source(), 1, heard::add).arm(Interest.READ, Mode.ONCE);
        send();
        loop.poll(1000 * SHORT);
        assertEquals(List.of(Readiness.READ), heard);
    }

    @Test
    void an_armed_descriptor_that_is_closed_reports_nothing_and_disturbs_nobody()
            throws IOException {
        var watch = loop.watch(source(), 0, _ -> fail("heard of a closed one"));
        watch.arm(Interest.READ_AND_WRITE, Mode.ONCE);
        pipe.sink().close();
        pipe.source().close();
        loop.poll(SHORT);
        watch.cancel();
        loop.poll(SHORT);
        assertFilters(0);
    }

    @Test
    void nothing_is_left_of_what_was_reported_replaced_or_given_up() throws IOException {
        var once = loop.watch(source(), 0, heard::add);
        once.arm(Interest.READ, Mode.ONCE);
        loop.poll(0);
        assertFilters(1);
        send();
        loop.poll(1000 * SHORT);
        assertFilters(0);
        once.arm(Interest.READ_AND_WRITE, Mode.ONCE);
        loop.poll(1000 * SHORT);
        loop.poll(0);
        assertFilters(0);
        once.arm(Interest.WRITE, Mode.KEEP);
        loop.watch(source(), 1, heard::add);
        loop.poll(0);
        assertFilters(0);
    }

    @Test
    void a_mode_that_changes_counts() throws IOException {
        var watch = loop.watch(source(), 0, heard::add);
        watch.arm(Interest.READ, Mode.KEEP);
        loop.poll(0);
        watch.arm(Interest.READ, Mode.ONCE);
        loop.poll(0);
        for (int i = 0; i < 3; i++) {
            send();
            loop.poll(SHORT);
        }
        assertEquals(1, heard.size(), "armed once");
        watch.arm(Interest.READ, Mode.KEEP);
        loop.poll(SHORT);
        send();
        loop.poll(1000 * SHORT);
        assertEquals(3, heard.size(), "what held, and an edge");
    }

    @Test
    void a_wait_is_finer_than_a_millisecond() throws IOException {
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 50; i++) {
            long begin = System.nanoTime();
            loop.poll(200_000);
            best = Math.min(best, System.nanoTime() - begin);
        }
        assertTrue(best >= 200_000 && best < 900_000, "the shortest took " + best + " ns");
    }

    @Test
    void a_task_of_nettys_from_the_hubs_own_thread_wakes_nobody() throws IOException {
        var ran = new ArrayList<String>();
        loop.eventLoop().execute(() -> ran.add("task"));
        loop.poll(Long.MAX_VALUE);
        assertEquals(List.of("task"), ran);
    }

    @Test
    @DisabledOnOs(value = OS.MAC, disabledReason = "there the loop is available")
    void elsewhere_it_says_what_it_needs_and_what_to_use() {
        var provider = new KQueueLoopProvider();
        var no = assertInstanceOf(Unavailable.class, provider.availability());
        assertEquals("needs Mac OS X, this is " + System.getProperty("os.name"), no.reason());
        assertTrue(no.remedy().contains("select"), no.remedy());
        var refused = assertThrows(IllegalStateException.class, provider::open);
        assertTrue(refused.getMessage().contains(no.reason()), refused.getMessage());
        assertTrue(refused.getMessage().contains(no.remedy()), refused.getMessage());
    }
}
