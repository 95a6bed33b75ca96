package io.anyloop.loop.iouring;

import io.anyloop.loop.netty.Arming;
import io.anyloop.loop.netty.DescriptorPort;
import io.anyloop.loop.netty.PollBits;
import io.anyloop.spi.Readiness;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.uring.IoUringIoEvent;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.concurrent.Future;

/// A descriptor number on an io_uring. Waiting is a poll request, handed in by the system call that waits, so it costs none
/// of its own. There is at most one for each number.
///
/// A poll holds the file that it was begun for, even after a close: the peer hears of the close only when the poll has
/// ended. So what is disarmed is cancelled, and never left behind.
final class IoUringPort implements DescriptorPort, IoUringIoHandle {
    private static final byte POLL_ADD = 6;
    private static final byte ASYNC_CANCEL = 14;

    private static final int IN = 0x1;
    private static final int PRI = 0x2;
    private static final int ECANCELED = 125;
    private static final int EVERYTHING = Readiness.READ | Readiness.WRITE | Readiness.UNUSUAL;
    private static final long NONE = 0;

    private final IoEventLoop loop;
    private final int descriptor;
    private final Reports reports;
    private IoRegistration registration;

    /// By which name the poll that is under way can be cancelled, or [#NONE].
    private long underway = NONE;

    /// Tells its completions from those of polls that were cancelled. Small, so that Netty needs no table of requests.
    private long number;

    private int what;

    IoUringPort(IoEventLoop loop, int descriptor, Reports reports) {
        this.loop = loop;
        this.descriptor = descriptor;
        this.reports = reports;
    }

    @Override
    public void arm(int asked, Arming how) {
        if (how == Arming.KEEP) {
            throw new IllegalArgumentException(
                    "The loop iouring does not declare KEEP: a poll that stays would hold on to its file. Arm with ONCE.");
        }
        if (registration == null) {
            register();
        }
        cancelPoll();
        what = asked;
        poll();
    }

    private void register() {
        Future<IoRegistration> registered = loop.register(this);
        if (!registered.isSuccess()) {
            throw new IllegalStateException(
                    "Descriptor %d was not registered at once.".formatted(descriptor),
                    registered.cause());
        }
        registration = registered.getNow();
    }

    @Override
    public void disarm(boolean kept) {
        cancelPoll();
    }

    /// The port has come to another ring, which knows nothing of what was asked before.
    void moved() {
        if (underway != NONE) {
            poll();
        }
    }

    private void poll() {
        number = number + 1 & Short.MAX_VALUE;
        underway =
                registration.submit(request(POLL_ADD, descriptor, 0, PollBits.asked(what), number));
    }

    /// Takes effect before whatever is submitted later.
    private void cancelPoll() {
        if (underway != NONE) {
            registration.submit(request(ASYNC_CANCEL, -1, underway, 0, 0));
            underway = NONE;
        }
    }

    private static IoUringIoOps request(
            byte operation, int descriptor, long address, int events, long number) {
        byte noFlags = 0;
        short none = 0;
        return new IoUringIoOps(
                operation,
                noFlags,
                none,
                descriptor,
                0,
                address,
                0,
                events,
                number,
                none,
                none,
                0,
                0);
    }

    @Override
    public void handle(IoRegistration from, IoEvent event) {
        IoUringIoEvent completion = (IoUringIoEvent) event;
        if (completion.opcode() != POLL_ADD
                || underway == NONE
                || completion.userData() != number) {
            return;
        }
        underway = NONE;
        int result = completion.res();
        if (result == -ECANCELED) {
            // Not by us: the thread that had handed it in has ended, or the kernel gave it up.
            poll();
            return;
        }
        // A descriptor that is refused is not open, which whoever waits will find when it tries.
        reports.report(result < 0 ? EVERYTHING : PollBits.found(withoutFalseAlarm(result)));
    }

    /// Where data comes while a poll is under way, the kernel passes on what the socket woke it with: that names urgent data
    /// beside any data. So urgent data beside others cannot be told from them here, and is no more than a reason to read.
    private static int withoutFalseAlarm(int events) {
        return (events & IN) != 0 ? events & ~PRI : events;
    }

    /// The event loop ends. The descriptor is not ours to close.
    @Override
    public void close() {
        cancelPoll();
        registration.cancel();
    }
}
