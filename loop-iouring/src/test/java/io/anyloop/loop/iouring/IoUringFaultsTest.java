package io.anyloop.loop.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.loop.netty.NettyLoop;
import io.anyloop.loop.netty.TestDescriptors;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringServerSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/// What goes wrong with descriptors, and with the ring itself; and what polls hold on to.
class IoUringFaultsTest {
    private static final long SHORT = 1_000_000;

    private final List<Integer> heard = new ArrayList<>();
    private Set<Integer> before;
    private NettyLoop loop;

    @BeforeEach
    void open() throws IOException {
        before = rings();
        loop = (NettyLoop) new IoUringLoopProvider().open();
        loop.poll(0);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void a_descriptor_that_is_not_open_is_reported_so_that_whoever_waits_finds_out()
            throws IOException {
        var watch = loop.watch(1_000_000_000, 0, heard::add);
        watch.arm(Interest.READ, Mode.ONCE);
        loop.poll(SHORT);
        assertEquals(List.of(Readiness.READ | Readiness.UNUSUAL), heard);
        loop.poll(SHORT);
        assertEquals(1, heard.size(), "one report for one arming");
    }

    @Test
    void a_regular_file_is_always_ready() throws IOException {
        Path file = Files.createTempFile("anyloop", "");
        FileDescriptor open = FileDescriptor.from(file.toString());
        try {
            loop.watch(open.intValue(), 0, heard::add).arm(Interest.READ, Mode.ONCE);
            loop.poll(SHORT);
            assertEquals(List.of(Readiness.READ), heard);
        } finally {
            open.close();
            Files.delete(file);
        }
    }

    /// The kernel passes on what the socket woke the poll with, and that names urgent data beside any data.
    @Test
    void plain_data_that_comes_while_a_poll_is_under_way_is_not_unusual() throws IOException {
        try (var server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (var peer = SocketChannel.open(server.getLocalAddress());
                    var here = server.accept()) {
                loop.watch(TestDescriptors.of(here), 0, heard::add).arm(Interest.READ, Mode.ONCE);
                loop.poll(0);
                assertEquals(1, polls());
                peer.write(ByteBuffer.allocate(1));
                loop.poll(1000 * SHORT);
                assertEquals(List.of(Readiness.READ), heard);
            }
        }
    }

    @Test
    void a_poll_holds_a_file_that_is_closed() throws IOException {
        var pipe = Pipe.open();
        arm(pipe);
        loop.poll(0);
        pipe.source().close();
        pipe.sink().write(ByteBuffer.allocate(1)); // would fail if nobody held the other end
        pipe.sink().close();
    }

    @Test
    void a_wait_that_is_given_up_lets_go_of_the_file_at_the_next_poll() throws IOException {
        var pipe = Pipe.open();
        var watch = loop.watch(TestDescriptors.of(pipe.source()), 0, heard::add);
        watch.arm(Interest.READ, Mode.ONCE);
        loop.poll(0);
        assertEquals(1, polls());
        pipe.source().close();
        watch.cancel();
        loop.poll(0);
        assertEquals(0, polls());
        assertNobodyReads(pipe);
    }

    /// Looks again for a while: the kernel ends a ring, and what was handed in to it, on a worker of its own.
    private static void assertNobodyReads(Pipe pipe) throws IOException {
        long deadline = System.nanoTime() + 10_000 * SHORT;
        while (somebodyReads(pipe)) {
            assertTrue(System.nanoTime() < deadline, "somebody holds the other end");
            LockSupport.parkNanos(SHORT);
        }
        pipe.sink().close();
    }

    private static boolean somebodyReads(Pipe pipe) {
        try {
            return pipe.sink().write(ByteBuffer.allocate(1)) == 1;
        } catch (IOException nobody) {
            return false;
        }
    }

    @Test
    void however_often_it_is_armed_a_descriptor_has_one_poll() throws IOException {
        var pipe = Pipe.open();
        int number = TestDescriptors.of(pipe.source());
        for (int i = 0; i < 100_000; i++) {
            var watch = loop.watch(number, i, heard::add);
            watch.arm(Interest.READ, Mode.ONCE);
            if (i % 1000 == 0) {
                loop.poll(0);
                assertEquals(1, polls());
            }
        }
        loop.poll(0);
        assertEquals(1, polls());
        pipe.sink().write(ByteBuffer.allocate(1));
        loop.poll(SHORT);
        assertEquals(List.of(Readiness.READ), heard);
        assertEquals(0, polls());
        close(pipe);
    }

    @Test
    void closing_the_loop_ends_all_polls() throws IOException {
        var pipes = new ArrayList<Pipe>();
        for (int i = 0; i < 100; i++) {
            var pipe = Pipe.open();
            pipes.add(pipe);
            loop.watch(TestDescriptors.of(pipe.source()), 0, heard::add)
                    .arm(Interest.READ, Mode.ONCE);
        }
        loop.poll(0);
        assertEquals(100, polls());
        loop.close();
        assertEquals(before, rings());
        for (Pipe pipe : pipes) {
            pipe.source().close();
            assertNobodyReads(pipe);
        }
    }

    /// The kernel cancels what a thread has handed in when it ends.
    @Test
    void what_was_armed_outlives_the_thread_that_armed_it() throws Exception {
        var pipe = Pipe.open();
        Thread home = Thread.currentThread();
        Thread other =
                new Thread(
                        failing(() -> {
                            arm(pipe);
                            loop.poll(0);
                            loop.moveTo(home);
                        }));
        loop.moveTo(other);
        other.start();
        other.join();
        loop.poll(SHORT);
        assertEquals(List.of(), heard);
        pipe.sink().write(ByteBuffer.allocate(1));
        loop.poll(1000 * SHORT);
        assertEquals(1, heard.size());
        close(pipe);
    }

    /// As from a thread that is stuck: it does not give the loop away itself, and its ring is still there.
    @Test
    void what_was_armed_goes_along_when_the_loop_is_taken_from_a_thread() throws Exception {
        var pipe = Pipe.open();
        arm(pipe);
        loop.poll(0);
        var reports = new ArrayList<String>();
        Thread home = Thread.currentThread();
        for (int i = 0; i < 3; i++) {
            Thread next =
                    new Thread(
                            failing(() -> {
                                loop.poll(0);
                                pipe.sink().write(ByteBuffer.allocate(1));
                                loop.poll(1000 * SHORT);
                                reports.add(heard + " on " + Thread.currentThread().getName());
                            }),
                            "next " + i);
            onAnother(() -> loop.moveTo(next));
            next.start();
            next.join();
            onAnother(() -> loop.moveTo(home));
            heard.clear();
            pipe.source().read(ByteBuffer.allocate(1));
            arm(pipe, i + 1);
            loop.poll(SHORT);
            assertEquals(List.of(), heard, "the home thread hears of its own waits only");
        }
        assertEquals(List.of("[1] on next 0", "[1] on next 1", "[1] on next 2"), reports);
        close(pipe);
    }

    @Test
    void a_thread_that_was_stuck_gives_its_ring_back_when_it_ends() throws Exception {
        var pipe = Pipe.open();
        arm(pipe);
        loop.poll(0);
        assertEquals(1, rings().size() - before.size());
        Thread home = Thread.currentThread();
        var there = new CountDownLatch(1);
        var enough = new CountDownLatch(1);
        Thread next =
                new Thread(
                        failing(() -> {
                            loop.poll(0);
                            there.countDown();
                            enough.await();
                            loop.moveTo(home);
                        }));
        onAnother(() -> loop.moveTo(next));
        next.start();
        there.await();
        assertEquals(2, rings().size() - before.size());
        loop.threadEnds();
        assertEquals(1, rings().size() - before.size());
        loop.threadEnds();
        enough.countDown();
        next.join();
        assertEquals(0, rings().size() - before.size(), "nobody needs one just now");
        pipe.sink().write(ByteBuffer.allocate(1));
        loop.poll(1000 * SHORT);
        assertEquals(List.of(Readiness.READ), heard);
        close(pipe);
    }

    /// The ring that the loop was opened with is of no use to it, and has not begun.
    @Test
    void with_a_channel_of_nettys_as_the_first_there_is_one_ring_and_then_none() throws Exception {
        var bound = bind();
        assertEquals(1, rings().size() - before.size());
        bound.channel().close();
        loop.poll(SHORT);
        loop.close();
        assertEquals(before, rings());
        loop = (NettyLoop) new IoUringLoopProvider().open();
    }

    /// Its requests cannot be asked for twice, so from then on threads share one ring.
    @Test
    void with_a_channel_of_nettys_the_ring_stays_when_the_loop_is_taken() throws Exception {
        var pipe = Pipe.open();
        arm(pipe);
        loop.poll(0);
        var bound = bind();
        Thread home = Thread.currentThread();
        Thread next =
                new Thread(
                        failing(() -> {
                            loop.poll(0);
                            assertEquals(1, rings().size() - before.size());
                            pipe.sink().write(ByteBuffer.allocate(1));
                            loop.poll(1000 * SHORT);
                        }));
        onAnother(() -> loop.moveTo(next));
        next.start();
        next.join();
        onAnother(() -> loop.moveTo(home));
        assertEquals(List.of(Readiness.READ), heard);
        bound.channel().close();
        loop.poll(SHORT);
        close(pipe);
    }

    private ChannelFuture bind() throws IOException {
        var bound =
                new ServerBootstrap()
                        .group(loop.eventLoop())
                        .channel(IoUringServerSocketChannel.class)
                        .childHandler(new ChannelInboundHandlerAdapter())
                        .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        while (!bound.isDone()) {
            loop.poll(SHORT);
        }
        assertTrue(bound.isSuccess(), () -> "" + bound.cause());
        return bound;
    }

    private static void onAnother(Executable action) throws InterruptedException {
        Thread another = new Thread(failing(action));
        another.start();
        another.join();
    }

    private void arm(Pipe pipe, long generation) throws IOException {
        loop.watch(TestDescriptors.of(pipe.source()), generation, heard::add)
                .arm(Interest.READ, Mode.ONCE);
    }

    private void arm(Pipe pipe) throws IOException {
        arm(pipe, 0);
    }

    private static Runnable failing(Executable action) {
        return () -> {
            try {
                action.execute();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        };
    }

    @Test
    void a_ring_whose_number_is_lost_ends_a_wait_and_can_be_closed() throws Exception {
        for (long wait : new long[] {SHORT, Long.MAX_VALUE}) {
            close();
            open();
            lose();
            var pipe = Pipe.open();
            // The thread that began knows the ring by another name; one that comes later does not.
            Thread home = Thread.currentThread();
            var broken = new ArrayList<IOException>();
            Thread next =
                    new Thread(
                            failing(() -> {
                                arm(pipe);
                                broken.add(assertThrows(IOException.class, () -> loop.poll(wait)));
                                loop.moveTo(home);
                            }));
            loop.moveTo(next);
            next.start();
            next.join();
            close(pipe);
            assertEquals(1, broken.size());
            String message = broken.getFirst().getMessage();
            assertTrue(message.startsWith("The iouring loop is broken: "), message);
        }
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
    void it_is_never_chosen_unless_it_is_named() {
        assertTrue(new IoUringLoopProvider().priority() <= 0);
    }

    /// Closes the ring behind the loop's back.
    private void lose() throws IOException {
        new FileDescriptor(ring()).close();
    }

    private int ring() throws IOException {
        Set<Integer> mine = rings();
        mine.removeAll(before);
        assertEquals(1, mine.size(), "rings of this loop");
        return mine.iterator().next();
    }

    /// How many polls the kernel has.
    private int polls() throws IOException {
        String info = Files.readString(Path.of("/proc/self/fdinfo/" + ring()));
        assertFalse(info.indexOf("PollList:") < 0, info);
        return (int)
                info.substring(info.indexOf("PollList:"))
                        .lines()
                        .skip(1)
                        .takeWhile(line -> line.startsWith("  op="))
                        .filter(line ->
                                line.startsWith(
                                        "  op=6,")) // the read that wakes is not one of ours
                        .count();
    }

    private static Set<Integer> rings() throws IOException {
        return TestDescriptors.ofKind("[io_uring]");
    }

    private static void close(Pipe pipe) throws IOException {
        pipe.sink().close();
        pipe.source().close();
    }
}
