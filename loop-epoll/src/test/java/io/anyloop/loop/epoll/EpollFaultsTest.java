package io.anyloop.loop.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.TestDescriptors;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.netty.channel.unix.FileDescriptor;
import java.io.IOException;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What goes wrong with descriptors, and with epoll itself.
class EpollFaultsTest {
    private Set<Integer> before;
    private NettyLoop loop;

    @BeforeEach
    void open() throws IOException {
        before = epolls();
        loop = (NettyLoop) new EpollLoopProvider().open();
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_descriptor_that_is_not_open_is_refused_and_says_why() {
        var watch = loop.watch(1_000_000_000, 0, _ -> {});
        var refused = assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
        assertTrue(refused.getMessage().contains("Bad file descriptor"), refused.getMessage());
        var again = assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
        assertTrue(again.getMessage().contains("Bad file descriptor"), again.getMessage());
    }

    @Test
    void a_regular_file_is_refused() throws IOException {
        Path file = Files.createTempFile("anyloop", "");
        try {
            FileDescriptor open = FileDescriptor.from(file.toString());
            var watch = loop.watch(open.intValue(), 0, _ -> {});
            assertThrows(IOException.class, () -> watch.arm(Interest.READ, Mode.ONCE));
            open.close();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void a_refused_descriptor_does_not_spoil_the_number() throws IOException {
        int number = 100_000;
        var refused = loop.watch(number, 0, _ -> {});
        assertThrows(IOException.class, () -> refused.arm(Interest.READ, Mode.ONCE));
        var anew = loop.watch(number, 1, _ -> {});
        assertThrows(IOException.class, () -> anew.arm(Interest.READ, Mode.ONCE));
    }

    @Test
    void an_epoll_instance_that_is_lost_ends_a_look() throws IOException {
        loop.poll(0);
        lose();
        var broken = assertThrows(IOException.class, () -> loop.poll(0));
        assertTrue(broken.getMessage().contains("epoll loop is broken"), broken.getMessage());
    }

    @Test
    void an_epoll_instance_that_is_lost_ends_a_wait() throws IOException {
        var pipe = Pipe.open();
        loop.watch(TestDescriptors.of(pipe.source()), 0, _ -> fail("nothing was written"))
                .arm(Interest.READ, Mode.ONCE);
        loop.poll(0);
        lose();
        assertThrows(IOException.class, () -> loop.poll(Long.MAX_VALUE));
        pipe.sink().close();
        pipe.source().close();
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
    void an_armed_descriptor_that_is_closed_reports_nothing_and_disturbs_nobody()
            throws IOException {
        var pipe = Pipe.open();
        var watch =
                loop.watch(
                        TestDescriptors.of(pipe.source()), 0, _ -> fail("heard of a closed one"));
        watch.arm(Interest.READ, Mode.ONCE);
        pipe.sink().close();
        pipe.source().close();
        loop.poll(1_000_000);
        watch.cancel();
        assertEquals(1, epolls().size() - before.size());
    }

    /// Closes the loop's epoll instance behind its back. Then something else has its number, which is no epoll instance.
    private void lose() throws IOException {
        Set<Integer> mine = epolls();
        mine.removeAll(before);
        assertEquals(1, mine.size(), "epoll instances of this loop");
        new FileDescriptor(mine.iterator().next()).close();
    }

    private static Set<Integer> epolls() throws IOException {
        return TestDescriptors.ofKind("eventpoll");
    }
}
