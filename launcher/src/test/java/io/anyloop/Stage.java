package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.function.Action;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.LoopProvider;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/// Where a [Scenario] plays: on which loop, and what is done to it.
final class Stage {
    /// Longer than anything takes.
    static final Duration LONG = Duration.ofSeconds(20);

    private static final Path PIPE = namedPipe();

    private final LoopProvider provider;
    private final UnaryOperator<DrivenLoop> wrapper;
    private final boolean mayEnd;
    private volatile Throwable reported;

    Stage(LoopProvider provider) {
        this(provider, null, false);
    }

    /// @param wrapper puts something around a driven loop; null for nothing
    /// @param mayEnd whether what is done to the loop may end the hub
    Stage(LoopProvider provider, UnaryOperator<DrivenLoop> wrapper, boolean mayEnd) {
        this.provider = provider;
        this.wrapper = wrapper;
        this.mayEnd = mayEnd;
    }

    HubBuilder options() {
        HubBuilder options =
                Hub.builder()
                        .closedWorld(false)
                        .errorHandler(report -> reported = report.failure());
        if (wrapper == null) {
            return options.loop(provider.name());
        }
        try {
            return options.loop(wrapper.apply((DrivenLoop) provider.open()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Hub open() {
        return options().open();
    }

    /// Runs something on a hub. Whatever becomes of it, the hub goes on.
    <X extends Throwable> void on(Hub hub, Action<X> action) throws X {
        try {
            hub.call(action);
        } catch (Throwable e) {
            if (mayEnd && hub.isClosed()) {
                throw e;
            }
            assertEquals(7, hub.call(Stage::seven));
            throw e;
        }
        assertEquals(7, hub.call(Stage::seven));
    }

    /// Throws what a hub has reported last.
    void throwReported(Exception seen) throws IOException {
        switch (reported) {
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case null, default -> throw new AssertionError("nothing was reported", seen);
        }
    }

    private static int seven() {
        Greenlet.sleep(Duration.ofMillis(1));
        return 7;
    }

    // ---------------------------------------------------------------- where a scenario makes no
    // sense

    void assumeDescriptors() {
        assumeTrue(
                provider.capabilities().contains(Capability.DESCRIPTORS),
                "the loop watches no descriptors");
        assumeRealTime();
    }

    void assumeRealTime() {
        assumeTrue(
                !provider.capabilities().contains(Capability.VIRTUAL_TIME),
                "virtual time does not wait for the world outside");
    }

    void assumeAgent() {
        assumeTrue(Boolean.getBoolean("anyloop.agent"), "needs the agent");
        assumeDriven();
    }

    void assumeDriven() {
        assumeTrue(provider.kind() == LoopProvider.Kind.DRIVEN, "a host's thread cannot be lent");
    }

    // ---------------------------------------------------------------- what scenarios do

    /// Reads, in a call that blocks, what another greenlet writes.
    static void throughPipe() throws IOException {
        var writes = Greenlet.spawn(Stage::writePipe);
        try (var in = new FileInputStream(PIPE.toFile())) {
            assertTrue(in.read() == 'x');
        }
        writes.<IOException>get();
    }

    private static void writePipe() throws IOException {
        try (var out = new FileOutputStream(PIPE.toFile())) {
            out.write('x');
        }
    }

    private static Path namedPipe() {
        try {
            var pipe = Files.createTempDirectory("halfway").resolve("pipe");
            new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor();
            pipe.getParent().toFile().deleteOnExit();
            pipe.toFile().deleteOnExit(); // The last comes first.
            return pipe;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    static void stayUntil(CountDownLatch stays, CountDownLatch gone) {
        while (stays.getCount() > 0) {
            try {
                stays.await();
            } catch (InterruptedException e) {
                // It is told to end, and does not.
            }
        }
        gone.countDown();
    }

    static void await(CountDownLatch latch) {
        try {
            assertTrue(latch.await(LONG.toSeconds(), TimeUnit.SECONDS), "it never went on");
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
