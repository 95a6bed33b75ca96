package io.anyloop.loop.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.spi.Availability;
import io.anyloop.spi.DrivenLoop;
import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// What is handed to Netty's handler when a loop ends, and what is not.
class IoUringEndingTest {
    private final List<String> done = new ArrayList<>();
    private final IoUringEnding handler = new IoUringEnding(new Recording());

    @Test
    void at_the_end_what_is_left_is_closed_and_nothing_drains_the_ring() throws Exception {
        handler.register(new Named("first"));
        handler.register(new Named("gone")).cancel();
        handler.register(new Named("fails"));
        handler.register(new Named("last"));
        handler.prepareToDestroy();
        handler.destroy();
        assertTrue(
                done.subList(0, 3).containsAll(List.of("first", "fails", "last")), done::toString);
        assertEquals(List.of("look", "destroy"), done.subList(3, done.size()), done::toString);
    }

    @Test
    void nothing_is_registered_any_more_once_it_ends() {
        handler.prepareToDestroy();
        var late = new Named("late");
        var e = assertThrows(IllegalStateException.class, () -> handler.register(late));
        assertTrue(e.getMessage().contains("Open a new hub"), e.getMessage());
    }

    @Test
    void what_has_ended_is_not_remembered() throws Exception {
        for (int i = 0; i < 10_000; i++) {
            handler.register(new Named("short")).cancel();
        }
        assertTrue(handler.remembered() < 100, () -> handler.remembered() + " are remembered");
    }

    /// Those threads are the sign that the ring was drained; idle ones stay for seconds. Where the system has no io_uring there is
    /// nothing to see.
    @Test
    void a_loop_that_ends_leaves_nothing_to_threads_of_the_kernel() throws Exception {
        var provider = new IoUringLoopProvider();
        assumeTrue(
                provider.availability() instanceof Availability.Available,
                "not applicable: no io_uring here");
        Set<String> before = workers();
        for (int i = 0; i < 20; i++) {
            DrivenLoop loop = (DrivenLoop) provider.open();
            loop.poll(1_000_000);
            loop.close();
        }
        Set<String> since = workers();
        since.removeAll(before);
        assertEquals(Set.of(), since);
    }

    private static Set<String> workers() throws IOException {
        Set<String> found = new HashSet<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                try {
                    if (Files.readString(thread.resolve("comm")).startsWith("iou-wrk")) {
                        found.add(thread.getFileName().toString());
                    }
                } catch (IOException e) {
                    // It has ended meanwhile.
                }
            }
        }
        return found;
    }

    private final class Named implements IoHandle {
        private final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public void handle(IoRegistration registration, IoEvent event) {
            throw new AssertionError("nothing happens here");
        }

        @Override
        public void close() throws IOException {
            done.add(name);
            if (name.equals("fails")) {
                throw new IOException("expected");
            }
        }
    }

    private final class Recording implements IoHandler {
        @Override
        public IoRegistration register(IoHandle handle) {
            return new Registered();
        }

        @Override
        public int run(IoHandlerContext context) {
            done.add(context.canBlock() ? "wait" : "look");
            return 0;
        }

        @Override
        public void prepareToDestroy() {
            done.add("drain");
        }

        @Override
        public void destroy() {
            done.add("destroy");
        }

        @Override
        public void wakeup() {
            done.add("wakeup");
        }

        @Override
        public boolean isCompatible(Class<? extends IoHandle> handleType) {
            return true;
        }
    }

    private static final class Registered implements IoRegistration {
        private boolean cancelled;

        @Override
        public <T> T attachment() {
            return null;
        }

        @Override
        public long submit(IoOps ops) {
            throw new AssertionError("nothing is asked for here");
        }

        @Override
        public boolean isValid() {
            return !cancelled;
        }

        @Override
        public boolean cancel() {
            cancelled = true;
            return true;
        }
    }
}
