package io.anyloop.loop.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.loop.netty.Arming;
import io.anyloop.loop.netty.FewDescriptors;
import io.anyloop.loop.netty.TestDescriptors;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Readiness;
import io.netty.channel.ChannelException;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.netty.util.concurrent.ThreadAwareExecutor;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A loop that comes to a thread for which the system refuses a ring.
class RingsTest {
    private static final IoHandlerFactory NETTYS = IoUringTransport.nettys(true);

    private final List<Integer> heard = new ArrayList<>();
    private final Anywhere anywhere = new Anywhere();
    private boolean refuses;
    private Rings rings;
    private Pipe pipe;

    @BeforeEach
    void open() throws Exception {
        assumeTrue(
                new IoUringLoopProvider().availability() instanceof Availability.Available,
                "not applicable: no io_uring here");
        IoHandlerFactory owned = IoUringTransport.rings(true);
        rings =
                new Rings(
                        loop -> {
                            if (refuses) {
                                throw new UncheckedIOException(
                                        new FileSystemException("too many open files"));
                            }
                            return owned.newHandler(loop);
                        },
                        IoUringTransport.rings(false),
                        anywhere);
        pipe = Pipe.open();
    }

    @AfterEach
    void close() throws Exception {
        if (rings != null) {
            rings.prepareToDestroy();
            rings.destroy();
            pipe.source().close();
            pipe.sink().close();
        }
    }

    @Test
    void what_is_waited_for_is_asked_for_once_the_system_gives_a_ring() throws Exception {
        IoUringPort early = port();
        early.arm(Readiness.READ, Arming.ONCE);
        rings.run(new Waits(0));
        on(() -> {
            refuses = true;
            long begin = System.nanoTime();
            assertEquals(0, rings.run(new Waits(Long.MAX_VALUE)));
            assertTrue(System.nanoTime() - begin >= 10_000_000, "it spins");
            rings.wakeup();
            early.disarm(false);
            early.arm(Readiness.READ, Arming.ONCE);
            IoUringPort late = port();
            late.arm(Readiness.READ, Arming.ONCE);
            pipe.sink().write(ByteBuffer.allocate(1));
            rings.run(new Waits(0));
            assertEquals(List.of(), heard);
            refuses = false;
            rings.run(new Waits(1_000_000_000));
            rings.run(new Waits(0));
            assertEquals(List.of(Readiness.READ, Readiness.READ), heard);
            rings.leave(Thread.currentThread());
        });
        rings.leave(Thread.currentThread());
    }

    /// Where only one of its descriptors is to be had.
    @Test
    void a_ring_that_cannot_be_whole_leaves_nothing() throws Exception {
        IoHandlerFactory owned = IoUringTransport.rings(true);
        var before = TestDescriptors.ofKind("[io_uring]");
        for (int free = 0; free < 2; free++) {
            try (var _ = new FewDescriptors(free)) {
                assertThrows(RuntimeException.class, () -> owned.newHandler(anywhere));
            }
            assertEquals(before, TestDescriptors.ofKind("[io_uring]"));
        }
    }

    /// Another thread takes the descriptor that was there a moment ago.
    @Test
    void a_ring_whose_second_descriptor_is_gone_is_given_back_once_there_is_room()
            throws Exception {
        rings.run(new Waits(1)); // the fixture's own has begun
        var before = TestDescriptors.ofKind("[io_uring]");
        IoHandlerFactory raced = HalfRings.givenBack(NETTYS);
        try (var _ = new FewDescriptors(1)) {
            assertThrows(ChannelException.class, () -> raced.newHandler(anywhere));
            assertThrows(RuntimeException.class, () -> raced.newHandler(anywhere));
        }
        assertEquals(before.size() + 1, TestDescriptors.ofKind("[io_uring]").size());
        HalfRings.giveBack();
        assertEquals(before, TestDescriptors.ofKind("[io_uring]"));
    }

    @Test
    void rings_that_are_not_used_yet_are_not_taken_for_half_ones() throws Exception {
        rings.run(new Waits(1));
        IoHandlerFactory raced = HalfRings.givenBack(NETTYS);
        var ours = raced.newHandler(anywhere);
        var somebodys = NETTYS.newHandler(anywhere);
        var before = TestDescriptors.ofKind("[io_uring]");
        try (var _ = new FewDescriptors(1)) {
            assertThrows(ChannelException.class, () -> raced.newHandler(anywhere));
        }
        HalfRings.giveBack();
        assertEquals(before.size() + 1, TestDescriptors.ofKind("[io_uring]").size());
        ours.initialize();
        HalfRings.use(ours);
        HalfRings.giveBack();
        assertEquals(before.size() + 1, TestDescriptors.ofKind("[io_uring]").size());
        somebodys.initialize();
        somebodys.destroy(); // hands something in, and goes
        ours.destroy();
        HalfRings.giveBack();
        assertEquals(before.size() - 2, TestDescriptors.ofKind("[io_uring]").size());
    }

    private IoUringPort port() {
        return new IoUringPort(registering(), TestDescriptors.of(pipe.source()), heard::add);
    }

    private IoEventLoop registering() {
        return (IoEventLoop)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {IoEventLoop.class},
                        (proxy, method, arguments) ->
                                ImmediateEventExecutor.INSTANCE.newSucceededFuture(
                                        rings.register((IoHandle) arguments[0])));
    }

    private static void on(Failing action) throws Exception {
        var failed = new ArrayList<Throwable>();
        Thread other =
                new Thread(() -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        failed.add(e);
                    }
                });
        other.start();
        other.join();
        if (!failed.isEmpty()) {
            throw new AssertionError("on the other thread", failed.getFirst());
        }
    }

    private interface Failing {
        void run() throws Exception;
    }

    private static final class Anywhere implements ThreadAwareExecutor {
        @Override
        public boolean isExecutorThread(Thread thread) {
            return true;
        }

        @Override
        public void execute(Runnable command) {
            throw new AssertionError("everything happens on the thread that has the loop");
        }
    }

    private record Waits(long nanos) implements IoHandlerContext {
        @Override
        public boolean canBlock() {
            return nanos > 0;
        }

        @Override
        public long delayNanos(long now) {
            return nanos;
        }

        @Override
        public long deadlineNanos() {
            return nanos == Long.MAX_VALUE ? -1 : System.nanoTime() + nanos;
        }
    }
}
