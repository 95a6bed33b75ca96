package io.anyloop.loop.iouring;

import io.netty.channel.ChannelException;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoRegistration;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.uring.IoUringIoHandle;
import io.netty.channel.uring.IoUringIoOps;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Gives back the rings that Netty has begun and not finished.
///
/// Its handler takes a ring and then an eventfd. Where the system refuses the eventfd, the ring stays open for ever, and nobody knows
/// its number (4.2.18). Milliseconds lie between the two, so to look for room before is not enough.
///
/// But such a ring is never used, and the system tells of each ring whether it was. So while none of ours is about to be used, and
/// there are exactly as many unused ones of our size as were lost, those are they. If there are more, somebody else has one; then
/// they stay until a later look. Their memory stays mapped in any case, about 300 kB each.
final class HalfRings {
    private static final InternalLogger LOG = InternalLoggerFactory.getInstance(HalfRings.class);
    private static final Path NUMBERS = Path.of("/proc/self/fd");
    private static final Path FACTS = Path.of("/proc/self/fdinfo");
    private static final String RING = "anon_inode:[io_uring]";
    private static final byte NOP = 0;

    /// What the system tells of a ring in which nothing was ever handed in.
    private static final List<String> UNUSED =
            List.of(
                    "SqMask:\t0x%x".formatted(IoUringTransport.REQUESTS - 1),
                    "SqTail:\t0",
                    "CqMask:\t0x%x".formatted(IoUringTransport.COMPLETIONS - 1),
                    "CqTail:\t0");

    /// Half rings that are open still.
    private static int lost;

    /// Our own that are being made, or were made and not used so far.
    private static int fresh;

    private HalfRings() {}

    /// @return makes what the other one makes, and remembers what that loses
    static IoHandlerFactory givenBack(IoHandlerFactory netty) {
        return loop -> {
            giveBack();
            begins();
            boolean isWhole = false;
            boolean isHalf = false;
            try {
                IoHandler handler = netty.newHandler(loop);
                isWhole = true;
                return handler;
            } catch (ChannelException e) { // It is the eventfd; a ring is refused with another one.
                isHalf = true;
                throw e;
            } finally {
                if (!isWhole) {
                    fails(isHalf);
                    giveBack();
                }
            }
        };
    }

    private static synchronized void begins() {
        fresh++;
    }

    private static synchronized void fails(boolean isHalf) {
        fresh--;
        if (isHalf) {
            lost++;
        }
    }

    private static synchronized void isUsed() {
        fresh--;
    }

    /// Hands in a request that does nothing, once the ring has begun. By its thread.
    static void use(IoHandler handler) {
        try {
            IoRegistration once = handler.register(new Nothing());
            once.submit(nothing());
            once.cancel();
            handler.run(Look.ONCE);
        } catch (UncheckedIOException e) {
            LOG.debug("A ring is broken at its beginning, as the next poll will tell.", e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        } finally {
            isUsed();
        }
    }

    private static IoUringIoOps nothing() {
        byte noFlags = 0;
        short none = 0;
        return new IoUringIoOps(NOP, noFlags, none, -1, 0, 0, 0, 0, 0L, none, none, 0, 0);
    }

    /// Closes the half rings if it is certain which ones they are. Whenever a ring begins or has ended, since there may be room for
    /// the look by then.
    static synchronized void giveBack() {
        if (lost == 0 || fresh > 0) {
            return;
        }
        try {
            List<Integer> unused = unused();
            if (unused.size() == lost) {
                lost = 0;
                for (int number : unused) {
                    new FileDescriptor(number).close();
                }
            }
        } catch (IOException e) {
            LOG.debug("Half rings are looked for later.", e);
        }
    }

    private static List<Integer> unused() throws IOException {
        var found = new ArrayList<Integer>();
        try (var all = Files.newDirectoryStream(NUMBERS)) {
            for (Path each : all) {
                if (isUnused(each)) {
                    found.add(Integer.valueOf(each.getFileName().toString()));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static boolean isUnused(Path number) throws IOException {
        try {
            return Files.readSymbolicLink(number).toString().equals(RING)
                    && Files.readAllLines(FACTS.resolve(number.getFileName())).containsAll(UNUSED);
        } catch (NoSuchFileException e) {
            return false; // Its owner has closed it.
        }
    }

    private static final class Nothing implements IoUringIoHandle {
        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            // It was only to be handed in.
        }

        @Override
        public void close() {
            // It has nothing.
        }
    }
}
