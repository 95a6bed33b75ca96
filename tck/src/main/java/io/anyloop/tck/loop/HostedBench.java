package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.spi.HostedLoop;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.Host;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// A bench whose loop runs on its host's thread, with a guest that does what a case asks for.
public final class HostedBench extends Bench {
    private static final long SLICE = 200_000;

    private final HostedLoop hosted;
    private final GuestProbe guest;
    private final Host host;
    private volatile Thread hostThread;

    HostedBench(TestedLoops loops, HostedLoop hosted) throws Exception {
        super(loops, hosted);
        this.hosted = hosted;
        host = loops.hostOf(hosted);
        guest = new GuestProbe(hosted);
        hosted.attach(guest);
        hostRuns(() -> hostThread = Thread.currentThread());
    }

    @Override
    String state() {
        return "which has had %d turns, of which %d are not over; its host's thread is \"%s\", and its guest was told the end of the host %d times"
                .formatted(
                        guest.turns(),
                        guest.underWay(),
                        hostThread == null ? "unknown" : hostThread.getName(),
                        guest.ends().size());
    }

    @Override
    public HostedLoop loop() {
        return hosted;
    }

    public GuestProbe guest() {
        return guest;
    }

    Host host() {
        return host;
    }

    Thread hostThread() {
        return hostThread;
    }

    /// Has the host run a task, and waits for it.
    void hostRuns(Runnable task) throws InterruptedException {
        var done = new CountDownLatch(1);
        host.execute(() -> {
            task.run();
            done.countDown();
        });
        assertTrue(
                done.await(time.prompt().toNanos(), TimeUnit.NANOSECONDS),
                "the host did not run a task");
    }

    /// Waits until a turn that is under way has ended. A task for a turn would else be taken along by that one, and the wake-up
    /// for it bring another turn.
    public void endOfTurn() throws InterruptedException {
        hostRuns(() -> {});
    }

    @Override
    public <T> T onLoop(Callable<T> task) throws Exception {
        var result = new FutureTask<>(task);
        guest.inTurn(result);
        try {
            return result.get(time.prompt().toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            return fail("no turn began after a wake-up", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void runUntil(BooleanSupplier done, String otherwise) {
        long limit = System.nanoTime() + time.prompt().toNanos();
        while (!done.getAsBoolean()) {
            if (System.nanoTime() - limit > 0) {
                fail(otherwise);
            }
            LockSupport.parkNanos(SLICE);
        }
    }

    /// A pause, and then a task of the host behind all that was posted in it.
    @Override
    public void quiet() throws InterruptedException {
        pause();
        hostRuns(() -> {});
    }

    @Override
    boolean mayReport() {
        return Thread.currentThread() == hostThread;
    }
}
