package io.anyloop.loop.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoRegistration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HubEventLoopTest {
    private static final long LONG = TimeUnit.MINUTES.toNanos(1);
    private static final long SHORT = TimeUnit.MILLISECONDS.toNanos(20);

    private final Handler handler = new Handler();
    private final HubEventLoop loop = new HubEventLoop(_ -> handler, _ -> false);
    private final HubEventLoop bare = new HubEventLoop(_ -> handler, _ -> false);

    @BeforeEach
    void register() {
        assertTrue(loop.register(new Handle()).isSuccess());
    }

    @Test
    void with_nothing_registered_a_wakeup_ends_the_wait_without_the_handler() {
        Thread me = Thread.currentThread();
        Thread waker =
                new Thread(() -> {
                    awaitParked(me);
                    bare.wakeup();
                });
        waker.start();
        long begin = System.nanoTime();
        bare.poll(LONG);
        assertTrue(System.nanoTime() - begin < LONG / 2);
        assertEquals(List.of(), handler.blocked);
        assertEquals(0, handler.wakeups);
    }

    @Test
    void with_nothing_registered_a_wakeup_before_the_poll_is_not_lost_and_counts_once() {
        bare.wakeup();
        bare.wakeup();
        bare.poll(Long.MAX_VALUE);
        assertWaits();
    }

    @Test
    void with_nothing_registered_neither_interrupts_nor_strange_unparks_shorten_the_wait() {
        Thread.currentThread().interrupt();
        LockSupport.unpark(Thread.currentThread());
        assertWaits();
        assertTrue(Thread.interrupted(), "the interrupt is still there");
    }

    @Test
    void with_nothing_registered_a_task_from_elsewhere_ends_the_wait() {
        var ran = new ArrayList<String>();
        Thread me = Thread.currentThread();
        new Thread(
                        () -> {
                            awaitParked(me);
                            bare.execute(() -> ran.add("task"));
                        })
                .start();
        bare.poll(LONG);
        bare.poll(0);
        assertEquals(List.of("task"), ran);
    }

    @Test
    void what_a_task_registers_is_waited_for_in_the_handler() {
        bare.execute(() -> bare.register(new Handle()));
        bare.poll(0);
        bare.poll(SHORT);
        assertEquals(List.of(false, true, false), handler.blocked);
    }

    private void assertWaits() {
        long begin = System.nanoTime();
        bare.poll(SHORT);
        long took = System.nanoTime() - begin;
        assertTrue(took >= SHORT, "waited " + took + " ns");
    }

    private static void awaitParked(Thread thread) {
        Thread.State state = thread.getState();
        while (state != Thread.State.TIMED_WAITING && state != Thread.State.WAITING) {
            Thread.onSpinWait();
            state = thread.getState();
        }
    }

    private static final class Handle implements IoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new AssertionError("nothing happens here");
        }

        @Override
        public void close() {
            // There is nothing.
        }
    }

    @Test
    void a_burst_of_wakeups_while_it_sleeps_is_passed_on_once() {
        handler.whileAsleep =
                () -> {
                    for (int i = 0; i < 1000; i++) {
                        loop.wakeup();
                    }
                };
        loop.poll(1_000_000_000);
        assertEquals(1, handler.wakeups);
    }

    @Test
    void a_wakeup_before_the_poll_reaches_no_handler_and_is_not_lost() {
        loop.wakeup();
        loop.poll(1_000_000_000);
        assertEquals(0, handler.wakeups);
        assertEquals(List.of(false), handler.blocked);
        loop.poll(1_000_000_000);
        assertEquals(List.of(false, true, false), handler.blocked);
    }

    @Test
    void a_task_from_the_hubs_own_thread_wakes_nobody() {
        var ran = new ArrayList<String>();
        loop.execute(() -> ran.add("task"));
        loop.poll(1_000_000_000);
        assertEquals(0, handler.wakeups);
        assertEquals(List.of(false), handler.blocked, "it must not sleep on a task");
        assertEquals(List.of("task"), ran);
    }

    @Test
    void a_task_from_elsewhere_ends_the_wait() throws Exception {
        var ran = new ArrayList<String>();
        handler.whileAsleep = () -> elsewhere(() -> loop.execute(() -> ran.add("task")));
        loop.poll(Long.MAX_VALUE);
        assertEquals(1, handler.wakeups);
        assertEquals(List.of("task"), ran);
    }

    @Test
    void a_scheduled_task_of_nettys_shortens_the_wait() {
        loop.schedule(() -> {}, 20, TimeUnit.SECONDS);
        loop.poll(Long.MAX_VALUE);
        long most = TimeUnit.SECONDS.toNanos(20);
        assertTrue(handler.delay <= most && handler.delay > 0, "delay " + handler.delay);
    }

    @Test
    void a_wait_without_end_has_no_deadline() {
        loop.poll(Long.MAX_VALUE);
        assertEquals(-1, handler.deadline);
    }

    @Test
    void a_wait_that_ends_for_no_reason_is_followed_by_a_look() {
        loop.poll(1_000_000_000);
        assertEquals(List.of(true, false), handler.blocked);
    }

    @Test
    void it_moves_to_another_thread() throws Exception {
        var next = new Thread(() -> loop.poll(0));
        loop.moveTo(next);
        assertFalse(loop.inEventLoop());
        next.start();
        next.join();
        assertEquals(List.of(false), handler.blocked);
    }

    @Test
    void nobody_but_its_creator_ends_it() {
        assertFalse(loop.shutdownGracefully().isSuccess());
        assertThrows(UnsupportedOperationException.class, loop::close);
        assertFalse(loop.isShuttingDown());
    }

    @Test
    void its_end_runs_what_is_left_and_refuses_what_comes() {
        var ran = new ArrayList<String>();
        loop.execute(() -> ran.add("task"));
        loop.end();
        assertEquals(List.of("task"), ran);
        assertTrue(loop.isTerminated() && handler.destroyed);
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
    }

    private static void elsewhere(Runnable action) {
        var thread = new Thread(action);
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// Waits for nothing, and notes how it was asked to.
    private static final class Handler implements IoHandler {
        final List<Boolean> blocked = new ArrayList<>();
        Runnable whileAsleep = () -> {};
        int wakeups;
        long delay;
        long deadline;
        boolean destroyed;

        @Override
        public int run(IoHandlerContext context) {
            boolean blocks = context.canBlock();
            blocked.add(blocks);
            if (blocks) {
                delay = context.delayNanos(System.nanoTime());
                deadline = context.deadlineNanos();
                whileAsleep.run();
            }
            return 0;
        }

        @Override
        public void wakeup() {
            wakeups++;
        }

        @Override
        public void destroy() {
            destroyed = true;
        }

        @Override
        public IoRegistration register(IoHandle handle) {
            return null;
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> type) {
            return false;
        }
    }
}
