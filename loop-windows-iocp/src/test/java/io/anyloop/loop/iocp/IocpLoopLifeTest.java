package io.anyloop.loop.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// Wake-ups and the end of the loop, on a kernel that the test plays.
class IocpLoopLifeTest {
    private final ScriptedKernel kernel = new ScriptedKernel();
    private final IocpLoop loop = new IocpLoop(kernel);

    @Test
    void wakeups_before_a_poll_send_no_packet_and_end_that_poll_only() throws IOException {
        loop.wakeup();
        loop.wakeup();
        loop.poll(Long.MAX_VALUE);
        assertEquals(0, kernel.lastWait);
        assertEquals(0, kernel.wakeups);
        loop.poll(5);
        assertEquals(5, kernel.lastWait);
    }

    @Test
    void a_burst_during_a_poll_sends_one_packet() throws IOException {
        var sent = new ArrayList<Integer>();
        kernel.during =
                () -> {
                    loop.wakeup();
                    loop.wakeup();
                    sent.add(kernel.wakeups);
                };
        loop.poll(Long.MAX_VALUE);
        assertEquals(List.of(1), sent);
        assertEquals(0, kernel.wakeups, "the packet was left in the port");
    }

    /// The one who wakes has decided to send its packet, but sends it after the poll has ended by itself.
    @Test
    void close_waits_for_a_wakeup_packet_that_is_late() throws Exception {
        var lateKernel = new LateWakeups();
        var late = new IocpLoop(lateKernel);
        var waker = Thread.ofPlatform().daemon().unstarted(late::wakeup);
        lateKernel.scripted.during =
                () -> {
                    waker.start();
                    awaitQuietly(lateKernel.decided);
                    lateKernel.scripted.during = () -> {};
                };
        late.poll(5);
        lateKernel.scripted.during = lateKernel.mayPost::countDown;
        late.close();
        assertTrue(lateKernel.posted, "closed before the packet was sent");
        assertTrue(lateKernel.scripted.closedIdle);
        waker.join();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// A scripted kernel whose wake-ups wait until they may.
    private static final class LateWakeups implements Kernel {
        final ScriptedKernel scripted = new ScriptedKernel();
        final CountDownLatch decided = new CountDownLatch(1);
        final CountDownLatch mayPost = new CountDownLatch(1);
        volatile boolean posted;
        private boolean taken;

        @Override
        public long openPollHandle() {
            return scripted.openPollHandle();
        }

        @Override
        public void closePollHandle(long handle) {
            scripted.closePollHandle(handle);
        }

        @Override
        public long baseSocket(int socket) throws IOException {
            return scripted.baseSocket(socket);
        }

        @Override
        public int poll(long handle, int slot, long baseSocket, int events) {
            return scripted.poll(handle, slot, baseSocket, events);
        }

        @Override
        public int cancel(long handle, int slot) {
            return scripted.cancel(handle, slot);
        }

        @Override
        public void await(long nanos, Packets into) {
            scripted.await(nanos, into);
            if (posted && !taken) {
                taken = true;
                into.addWakeup();
            }
        }

        @Override
        public void wake() {
            decided.countDown();
            awaitQuietly(mayPost);
            posted = true;
        }

        @Override
        public void close(boolean idle) {
            scripted.close(idle);
        }
    }

    @Test
    void close_from_another_thread_ends_the_poll_which_then_gives_all_back() throws Exception {
        kernel.during =
                () -> {
                    kernel.during = () -> {};
                    var closer = Thread.ofPlatform().daemon().start(loop::close);
                    try {
                        closer.join();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    assertFalse(kernel.closed, "closed under the poll");
                    assertEquals(1, kernel.wakeups);
                };
        loop.poll(Long.MAX_VALUE);
        assertTrue(kernel.closed);
        assertThrows(IllegalStateException.class, () -> loop.poll(0));
    }
}
