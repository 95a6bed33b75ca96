package io.anyloop.tck.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.StuckReport;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.tck.fixture.Child;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.InitLoader;
import io.anyloop.tck.fixture.Killed;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A host goes on while a greenlet is in a call that blocks a thread; where nothing can be done about it, that is said once. With the
/// agent.
public abstract class HostFreeCases extends HostCases {
    /// Longer than what counts as a slow call.
    private static final Duration SLOW = Duration.ofMillis(20);

    private static final int BYTES = 20;
    private static final int LAST = 1;

    /// So many calls may be slow before those that follow leave the host's thread: the machine may be busy.
    private static final int FIRST = 3;

    @TempDir Path directory;

    private void besideHostWithAgent(HubCase.Body body) throws Exception {
        HubCase.requireAgent();
        besideHost(body);
    }

    // ---------------------------------------------------------------- calls that are made to wait

    @Test
    void b25_to_open_a_named_pipe_holds_up_the_greenlet_only() throws Exception {
        besideHostWithAgent(hub -> {
            Path pipe = pipe();
            var reads = hub.hub().spawn(() -> firstByte(pipe));
            for (int i = 0; i < 3; i++) {
                onHost(hub, () -> null);
            }
            try (var out = new FileOutputStream(pipe.toFile())) {
                out.write(42);
                assertEquals(42, reads.get());
            }
        });
    }

    private static int firstByte(Path pipe) throws IOException {
        Hub hub = Hub.current();
        try (var in = new FileInputStream(pipe.toFile())) {
            assertSame(hub, Hub.current(), "it is home again");
            return in.read();
        }
    }

    @Test
    void b25_to_wait_for_the_lock_of_a_file_holds_up_the_greenlet_only() throws Exception {
        besideHostWithAgent(hub -> {
            Path file = directory.resolve("locked");
            var other = new ProcessBuilder(Child.command("lock", file.toString())).start();
            try {
                assertEquals('l', other.getInputStream().read());
                var waits = hub.hub().spawn(() -> lockAndUnlock(file));
                for (int i = 0; i < 3; i++) {
                    LockSupport.parkNanos(SLOW.toNanos());
                    onHost(hub, () -> null);
                }
                assertFalse(waits.isReady());
                other.getOutputStream().close();
                waits.get();
            } finally {
                other.destroyForcibly();
            }
        });
    }

    private static void lockAndUnlock(Path file) throws IOException {
        try (var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            assertTrue(lock.isValid());
        }
    }

    @Test
    void b25_many_at_once_make_such_calls_and_still_one_runs_at_a_time() throws Exception {
        besideHostWithAgent(hub -> {
            Path file = directory.resolve("many");
            new FileOutputStream(file.toFile()).close();
            var shared = new int[1];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                all.add(hub.hub().spawn(() -> openAndAdd(file, shared)));
            }
            for (Greenlet<?> greenlet : all) {
                greenlet.get();
            }
            assertEquals(8 * BYTES, shared[0]);
        });
    }

    private static void openAndAdd(Path file, int[] shared) throws IOException {
        for (int i = 0; i < BYTES; i++) {
            new FileInputStream(file.toFile()).close();
            int seen = shared[0];
            for (int k = 0; k < 500; k++) {
                Thread.onSpinWait();
            }
            shared[0] = seen + 1;
        }
    }

    @Test
    void b25_a_kill_arrives_when_such_a_call_has_ended() throws Exception {
        besideHostWithAgent(hub -> {
            Path pipe = pipe();
            var opened = new AtomicBoolean();
            var killed =
                    hub.hub()
                            .spawn(() -> {
                                try (var in = new FileInputStream(pipe.toFile())) {
                                    opened.set(in.getFD().valid());
                                    Greenlet.sleep(HubCase.FAR);
                                }
                            });
            onHost(hub, () -> null);
            killed.killNoWait();
            onHost(hub, () -> null);
            assertFalse(killed.isReady());
            new FileOutputStream(pipe.toFile()).close();
            killed.join();
            Killed.assertKilled(killed);
            assertTrue(opened.get());
        });
    }

    @Test
    void b25_a_hub_closes_though_a_greenlet_does_not_come_home() throws Exception {
        HubCase.requireAgent();
        HubCase.requireHosted(loops);
        besideHub(
                options -> options.closeLimit(Duration.ofMillis(50)),
                hub -> {
                    hub.mayLeaveGreenlets();
                    Path pipe = pipe();
                    var opened = new CountDownLatch(1);
                    var stays =
                            hub.hub()
                                    .spawn(() -> {
                                        new FileInputStream(pipe.toFile()).close();
                                        opened.countDown();
                                    });
                    hub.settle();
                    hub.hub().close();
                    assertThrows(HubClosedException.class, stays::get);
                    new FileOutputStream(pipe.toFile()).close();
                    assertTrue(
                            opened.await(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS),
                            "it does not go on elsewhere");
                });
    }

    // ---------------------------------------------------------------- slow reads

    /// Each byte comes only when the host has done something since the last, or else after a second.
    @Test
    void b25_once_a_file_is_slow_reading_it_holds_up_the_greenlet_only() throws Exception {
        besideHostWithAgent(hub -> {
            Path pipe = pipe();
            var reads = hub.hub().spawn(() -> readAll(pipe));
            int held = 0;
            try (var out = new FileOutputStream(pipe.toFile())) {
                for (int i = 0; i < BYTES; i++) {
                    LockSupport.parkNanos(SLOW.toNanos());
                    held += isHostFree(hub) ? 0 : 1;
                    out.write(i);
                }
            }
            assertEquals(BYTES, reads.get());
            assertTrue(held <= FIRST, "the host was held up by " + held + " reads");
        });
    }

    /// By a channel, whose reads cannot be waited for first.
    private static int readAll(Path pipe) throws IOException {
        int all = 0;
        try (var stream = new FileInputStream(pipe.toFile());
                var in = stream.getChannel()) {
            var one = ByteBuffer.allocate(1);
            while (in.read(one.clear()) > 0) {
                all++;
            }
        }
        return all;
    }

    /// Who has made its call elsewhere, and whose turn at home comes next, looks like a loop that only gives way. An interrupt would
    /// close its channel, and the hub's thread would wait for it to leave the call.
    @Test
    void b25_k31_who_comes_home_from_such_a_call_is_not_taken_for_a_loop_that_polls()
            throws Exception {
        besideHostWithAgent(hub -> {
            Path pipe = pipe();
            var got = new AtomicInteger();
            var reads = hub.hub().spawn(() -> readUntilKilled(pipe, got));
            try (var out = new FileOutputStream(pipe.toFile())) {
                writeUntilAway(hub, reads, got, out);
                int before = got.get();
                reads.killNoWait();
                for (int i = 0; i < 3; i++) { // It is looked at, and others have had their turn.
                    hub.hub().call(() -> Greenlet.yield());
                }
                var isComing = new CountDownLatch(1);
                hub.hub().post(() -> await(isComing));
                for (int i = 0; i < BYTES; i++) {
                    hub.hub().post(() -> {}); // The turn is over before it has come.
                }
                out.write(LAST);
                hub.eventually("it does not come", () -> isAt(reads, "java.lang.Thread", "yield"));
                LockSupport.parkNanos(SLOW.toNanos());
                isComing.countDown();
                reads.join();
                assertEquals(before + 1, got.get(), "its read has not ended well");
                Killed.assertKilled(reads);
            }
        });
    }

    private static void readUntilKilled(Path pipe, AtomicInteger got) throws IOException {
        try (var stream = new FileInputStream(pipe.toFile());
                var in = stream.getChannel()) {
            var one = ByteBuffer.allocate(1);
            do {
                in.read(one.clear());
                got.incrementAndGet();
            } while (one.get(0) != LAST);
            Greenlet.sleep(HubCase.FAR);
        }
    }

    private static void writeUntilAway(
            HubCase hub, Greenlet<?> reads, AtomicInteger got, FileOutputStream out)
            throws Exception {
        for (int i = 0; i < BYTES; i++) {
            hub.eventually(
                    "it does not read",
                    () ->
                            isAt(reads, "sun.nio.ch.IOUtil", "read")
                                    && !isAt(reads, "java.lang.Thread", "yield"));
            if (isHostFree(hub)) {
                return;
            }
            out.write(0);
            int now = i + 1;
            hub.eventually("nothing comes", () -> got.get() == now);
        }
        fail("the host was held up by each read");
    }

    private static boolean isAt(Greenlet<?> greenlet, String type, String method) {
        return Stream.of(greenlet.thread().getStackTrace())
                .anyMatch(frame ->
                        frame.getClassName().equals(type) && frame.getMethodName().equals(method));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isHostFree(HubCase hub) throws Exception {
        var task = new FutureTask<>(() -> true);
        hub.host().execute(task);
        try {
            return task.get(1, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            return false;
        }
    }

    /// What a greenlet has locked around a call that it makes elsewhere, as a logger does.
    @Test
    void b25_a_callback_that_wants_the_lock_of_one_who_is_away_gets_it() throws Exception {
        besideHostWithAgent(hub -> {
            Path pipe = pipe();
            var lock = new ReentrantLock();
            var opens =
                    hub.hub()
                            .spawn(() -> {
                                lock.lock();
                                try {
                                    new FileInputStream(pipe.toFile()).close();
                                } finally {
                                    lock.unlock();
                                }
                            });
            hub.eventually("it has no lock", lock::isLocked);
            var callback =
                    new FutureTask<>(
                            () -> {
                                lock.lock();
                                lock.unlock();
                            },
                            null);
            hub.host().execute(callback);
            hub.eventually("the host does not wait", () -> lock.getQueueLength() == 1);
            new FileOutputStream(pipe.toFile()).close();
            callback.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
            opens.get();
        });
    }

    private Path pipe() throws IOException, InterruptedException {
        Path pipe = directory.resolve("pipe");
        boolean made = false;
        try {
            made = new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0;
        } catch (IOException e) {
            // No such command here.
        }
        HubCase.requires(made, "this system has no named pipes");
        return pipe;
    }

    // ---------------------------------------------------------------- what cannot be helped

    @Test
    void b26_a_pinned_wait_on_a_hosts_thread_is_reported_once_with_the_way_out() throws Exception {
        HubCase.requireAgent();
        HubCase.requireHosted(loops);
        var reports = Collections.synchronizedList(new ArrayList<StuckReport>());
        besideHub(
                options -> options.stuckHandler(reports::add),
                loop -> loop,
                hub -> {
                    for (int i = 0; i < 2; i++) {
                        hub.hub().call(() -> waitInInitialiser(reports));
                    }
                    assertEquals(1, reports.size(), reports::toString);
                    String text = reports.getFirst().toString();
                    assertTrue(
                            text.contains(
                                    "It waits in the initialiser of class io.anyloop.tck.fixture.InitByLoader, which no virtual thread can leave, and the thread is the host's: its callbacks wait as well."
                                            + " Have the class initialised before, where that holds up nobody: Hub.offload(() -> Class.forName(\"io.anyloop.tck.fixture.InitByLoader\"))."),
                            text);
                });
    }

    /// Until it is reported, and then for as long again that a second report would come.
    private static void waitInInitialiser(List<StuckReport> reports) {
        var loader =
                new InitLoader(() -> {
                    long begun = System.nanoTime();
                    while (reports.isEmpty() || System.nanoTime() - begun < 200_000_000) {
                        LockSupport.parkNanos(50_000_000);
                    }
                });
        loader.initialize();
    }
}
