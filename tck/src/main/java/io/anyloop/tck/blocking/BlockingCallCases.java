package io.anyloop.tck.blocking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.function.Outcome;
import io.anyloop.spi.Capability;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.Child;
import io.anyloop.tck.fixture.HubCase;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Calls of the JDK that block a thread: pipes, terminals, look-ups of names.
public abstract class BlockingCallCases extends Cases {
    /// Counts the names that were looked up, so that none comes twice.
    private static final AtomicInteger NAMES = new AtomicInteger();

    @TempDir Path directory;

    private void onDriven(HubCase.Body body) throws Exception {
        HubCase.requireAgent();
        HubCase.requireDriven(loops);
        inHub(HubCase.OPEN_WORLD, body);
    }

    // ---------------------------------------------------------------- child processes

    @Test
    void x12_one_greenlet_may_feed_a_process_that_another_reads_from() throws Exception {
        onDriven(hub -> {
            var process = new ProcessBuilder(Child.command("echo")).start();
            var feeds =
                    Greenlet.spawn(() -> {
                        try (var out = process.getOutputStream()) {
                            for (int i = 0; i < 3; i++) {
                                Greenlet.yield();
                                out.write(("line " + i + "\n").getBytes(StandardCharsets.UTF_8));
                                out.flush();
                            }
                        }
                    });
            String all =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals("line 0\nline 1\nline 2\n", all);
            feeds.get();
            assertEquals(0, process.waitFor());
        });
    }

    /// A way in which the JDK lets one wait for the end of a process.
    private interface End {
        boolean await(Process process) throws Exception;
    }

    private static final Map<String, End> ENDS =
            Map.of(
                    "waitFor",
                    process -> process.waitFor() == 0,
                    "waitFor with a time-out",
                    process -> process.waitFor(1, TimeUnit.HOURS),
                    "onExit",
                    process -> process.onExit().get() == process,
                    "onExit with a time-out",
                    process -> process.onExit().get(1, TimeUnit.HOURS) == process,
                    "onExit of its handle",
                    process -> process.toHandle().onExit().join().equals(process.toHandle()));

    @TestFactory
    Stream<DynamicTest> x12_each_wait_of_the_jdk_for_a_process_holds_up_its_greenlet_only() {
        return ENDS.entrySet().stream()
                .map(end ->
                        DynamicTest.dynamicTest(
                                end.getKey(), () -> holdsUpItsGreenletOnly(end.getValue())));
    }

    private void holdsUpItsGreenletOnly(End end) throws Exception {
        HubCase.requires(
                !HubCase.isWindows() || HubCase.hasAgent() || !isNative(end),
                "Windows' JDK waits for a process in native code: without the agent its hub stops");
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    var process = new ProcessBuilder(Child.command("echo")).start();
                    var waits = Greenlet.spawn(() -> end.await(process));
                    for (int i = 0; i < 3; i++) {
                        Greenlet.sleep(hub.unit());
                        assertFalse(waits.hasEnded());
                    }
                    process.getOutputStream().close();
                    assertTrue(waits.get());
                    assertEquals(0, process.exitValue());
                });
    }

    private static boolean isNative(End end) {
        return end == ENDS.get("waitFor") || end == ENDS.get("waitFor with a time-out");
    }

    @TestFactory
    Stream<DynamicTest> x12_a_process_that_does_not_end_in_time_goes_on() {
        return Stream.of("waitFor", "onExit")
                .map(name ->
                        DynamicTest.dynamicTest(name, () -> goesOnAfterItsWaits(ENDS.get(name))));
    }

    private void goesOnAfterItsWaits(End end) throws Exception {
        HubCase.requires(
                !HubCase.isWindows() || !isNative(end),
                "Windows' JDK waits for a process in native code, which no limit and no kill ends");
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    HubCase.requires(
                            !hub.isVirtual(), "the process lives in real time, and its limit too");
                    var process = new ProcessBuilder(Child.command("echo")).start();
                    assertFalse(process.waitFor(hub.unit().toNanos(), TimeUnit.NANOSECONDS));
                    var timeout = Timeout.of(hub.unit());
                    assertSame(
                            timeout,
                            assertThrows(
                                    Timeout.class, () -> timeout.call(() -> end.await(process))));
                    var waits = Greenlet.spawn(() -> end.await(process));
                    Greenlet.yield();
                    waits.kill();
                    waits.join();
                    assertTrue(process.isAlive());
                    process.getOutputStream().close();
                    assertEquals(0, process.waitFor());
                });
    }

    // ---------------------------------------------------------------- named pipes

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

    @Test
    void y06_a_read_of_a_pipe_that_is_empty_holds_up_nobody() throws Exception {
        HubCase.requireAgent();
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    Path pipe = pipe();
                    var writer = Greenlet.spawn(() -> new FileOutputStream(pipe.toFile()));
                    try (var in = new FileInputStream(pipe.toFile());
                            var out = writer.<IOException>get()) {
                        var reads = Greenlet.spawn(() -> in.read());
                        for (int i = 0; i < 5; i++) {
                            long begin = hub.now();
                            Greenlet.sleep(hub.unit());
                            hub.assertTook(hub.unit(), begin);
                        }
                        assertFalse(reads.hasEnded());
                        out.write(42);
                        assertEquals(42, reads.get());
                    }
                });
    }

    @Test
    void y06_a_timeout_ends_such_a_read_as_itself() throws Exception {
        onDriven(hub -> {
            requireWatched(hub);
            Path pipe = pipe();
            var writer = Greenlet.spawn(() -> new FileOutputStream(pipe.toFile()));
            try (var in = new FileInputStream(pipe.toFile());
                    var out = writer.<IOException>get()) {
                var timeout = Timeout.of(hub.unit());
                var thrown = assertThrows(Timeout.class, () -> timeout.call(() -> in.read()));
                assertSame(timeout, thrown);
                out.write(43);
                assertEquals(43, in.read());
            }
        });
    }

    /// Else the JDK's read blocks the thread that it is made on, which no limit ends.
    private void requireWatched(HubCase hub) {
        HubCase.requires(
                !hub.isVirtual()
                        && loops.provider().capabilities().contains(Capability.DESCRIPTORS),
                "this loop does not watch the system's descriptors");
    }

    /// Somebody else's code sees what the JDK documents, and the limit or the kill comes as itself next.
    @Test
    void t25_k26_a_read_of_a_pipe_is_cut_off_as_interrupted_or_failed() throws Exception {
        HubCase.requireAgent();
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    requireWatched(hub);
                    Path pipe = pipe();
                    try (var out = new RandomAccessFile(pipe.toFile(), "rw");
                            var in = new FileInputStream(pipe.toFile())) {
                        var limit = Timeout.of(hub.unit());
                        var late = new IOException[1];
                        assertThrows(
                                Timeout.class,
                                () ->
                                        limit.run(() -> {
                                            late[0] = assertThrows(IOException.class, in::read);
                                        }));
                        assertEquals(InterruptedIOException.class, late[0].getClass());
                        assertSame(limit, late[0].getCause());

                        var killed = new IOException[1];
                        var target =
                                Greenlet.spawn(() -> {
                                    killed[0] = assertThrows(IOException.class, in::read);
                                    Greenlet.sleep(HubCase.FAR);
                                });
                        Greenlet.sleep(hub.unit());
                        var exit = new GreenletExit("enough");
                        target.kill(exit);
                        assertEquals(IOException.class, killed[0].getClass());
                        assertSame(exit, killed[0].getCause());
                        assertSame(
                                exit,
                                assertInstanceOf(Outcome.Killed.class, target.outcome()).exit());

                        assertFalse(Thread.currentThread().isInterrupted());
                        out.write(44);
                        assertEquals(44, in.read());
                    }
                });
    }

    @Test
    void y07_files_are_read_and_written_as_ever() throws Exception {
        inHub(hub -> {
            Path file = directory.resolve("file");
            Files.writeString(file, "content");
            try (var in = new FileInputStream(file.toFile())) {
                assertEquals('c', in.read());
                assertEquals("ontent", new String(in.readAllBytes(), StandardCharsets.UTF_8));
                assertEquals(-1, in.read());
            }
            var closed = new FileInputStream(file.toFile());
            closed.close();
            var thrown = assertThrows(IOException.class, closed::read);
            assertEquals("Stream Closed", thrown.getMessage());
        });
    }

    /// Such a device cannot be waited for, and need not be: the system's generators of random numbers read one.
    @Test
    void y07_a_device_that_always_answers_is_read_at_once() throws Exception {
        inHub(hub -> {
            Path device = Path.of("/dev/urandom");
            HubCase.requires(Files.isReadable(device), "this system has no such device");
            try (var in = new FileInputStream(device.toFile())) {
                assertEquals(8, in.read(new byte[8]));
            }
        });
    }

    // ---------------------------------------------------------------- names

    /// A name that every system knows and no cache: `localhost`, in letters of some size, of another one each time.
    private static String someLocalhost() {
        int large = NAMES.incrementAndGet();
        var name = new StringBuilder("localhost");
        for (int i = 0; i < name.length(); i++) {
            if ((large >> i & 1) == 1) {
                name.setCharAt(i, Character.toUpperCase(name.charAt(i)));
            }
        }
        return name.toString();
    }

    private static long threadsOf(HubCase hub) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(hub.hub().name() + "-names"))
                .count();
    }

    @Test
    void n21_a_look_up_of_a_name_is_done_by_threads_of_its_own() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    assertEquals(0, threadsOf(hub));
                    assertTrue(InetAddress.getByName(someLocalhost()).isLoopbackAddress());
                    assertEquals(1, threadsOf(hub));
                });
    }

    @Test
    void n21_work_that_nobody_waits_for_holds_up_no_look_up() throws Exception {
        inHub(
                HubCase.OPEN_WORLD,
                hub -> {
                    var pool = hub.hub().threadPool();
                    pool.resize(2);
                    var end = new CountDownLatch(1);
                    try {
                        for (int i = 0; i < 2; i++) {
                            var waits = Greenlet.spawn(() -> Hub.offload(() -> end.await()));
                            while (pool.threads() <= i) {
                                Greenlet.yield();
                            }
                            waits.kill();
                        }
                        var waits = Greenlet.spawn(() -> Hub.offload(() -> 7));
                        while (pool.waiting() == 0) {
                            Greenlet.yield();
                        }
                        assertTrue(InetAddress.getByName(someLocalhost()).isLoopbackAddress());
                        end.countDown();
                        assertEquals(7, waits.get());
                        assertEquals(0, pool.waiting());
                    } finally {
                        end.countDown();
                    }
                });
    }

    @Test
    void n21_on_other_threads_the_jdk_does_it_as_ever() throws Exception {
        besideHub(hub -> {
            assertTrue(InetAddress.getByName(someLocalhost()).isLoopbackAddress());
            assertEquals(0, threadsOf(hub));
        });
    }

    @Test
    void n21_addresses_need_no_look_up() throws Exception {
        inHub(hub -> {
            assertEquals("127.0.0.1", InetAddress.getByName("127.0.0.1").getHostAddress());
            assertNull(hub.hub().dump().greenlets().stream().skip(1).findFirst().orElse(null));
        });
    }
}
