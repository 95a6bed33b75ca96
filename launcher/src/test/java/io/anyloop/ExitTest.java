package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.exceptions.HubClosedException;
import io.anyloop.loop.select.ExecutorLoop;
import io.anyloop.server.StreamServer;
import io.anyloop.spi.DrivenLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/// The end of a whole program, whose hub is closed by a shutdown hook.
class ExitTest {
    private static final int CODE = 7;

    @Test
    void a_greenlet_that_exits_is_not_waited_for() throws Exception {
        assertEquals("", run("greenlet"));
    }

    @Test
    void neither_is_one_that_exits_while_others_end() throws Exception {
        assertEquals("cleaned up", run("others").strip());
    }

    /// The hub's own thread never comes back from that.
    @Test
    void neither_is_a_hub_whose_callback_exits() throws Exception {
        assertEquals("", run("callback"));
    }

    /// Nor does it with a greenlet that cannot leave it: a class initialiser is on its stack.
    @Test
    void neither_is_a_hub_whose_pinned_greenlet_exits() throws Exception {
        assertEquals("", run("pinned"));
    }

    @Test
    void neither_is_the_end_of_a_greenlet_that_exits_while_its_hub_is_closed() throws Exception {
        assertEquals("", run("late"));
    }

    @Test
    void neither_is_a_hosts_thread_that_exits() throws Exception {
        assertEquals("cleaned up", run("host").strip());
    }

    @Test
    void a_hub_that_is_being_opened_is_closed_when_it_is_there() throws Exception {
        assertEquals("closed in good order", run("opening").strip());
    }

    @Test
    void what_there_is_to_say_is_said_before_the_end() throws Exception {
        String said = run("stubborn");
        assertTrue(said.contains("these greenlets have not ended in time"), said);
    }

    @Test
    void a_signal_lets_clients_be_served_to_their_end_before_greenlets_end() throws Exception {
        assertDrains("TERM");
    }

    @Test
    void so_does_the_one_of_a_terminal() throws Exception {
        assertDrains("INT");
    }

    private static void assertDrains(String signal) throws Exception {
        Process process = start("serves");
        assumeTrue(process.supportsNormalTermination(), "there are no signals here");
        try (var said = process.inputReader()) {
            int port = Integer.parseInt(said.readLine());
            assumeTrue(!ignoresInterrupts(process), "started where nobody can interrupt it");
            try (var client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write('a');
                assertEquals('a', client.getInputStream().read());
                String pid = String.valueOf(process.pid());
                assertEquals(0, new ProcessBuilder("kill", "-" + signal, pid).start().waitFor());
                awaitRefusal(port);
                client.getOutputStream().write('b');
                assertEquals('b', client.getInputStream().read());
            }
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(List.of("served", "cleaned up"), said.lines().toList());
        } finally {
            process.destroyForcibly();
        }
    }

    /// As what a shell starts in the background does; the virtual machine then leaves it at that.
    private static boolean ignoresInterrupts(Process process) throws IOException {
        Path status = Path.of("/proc/" + process.pid() + "/status");
        if (!Files.exists(status)) {
            return false;
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .anyMatch(line -> (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 2) != 0);
    }

    private static void awaitRefusal(int port) throws InterruptedException {
        while (true) {
            try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
                Thread.sleep(5);
            } catch (IOException e) {
                return;
            }
        }
    }

    /// @return what the program has said, on both streams
    private static String run(String what) throws IOException, InterruptedException {
        Process process = start(what);
        try (var reader = process.inputReader()) {
            assertTrue(process.waitFor(30, TimeUnit.SECONDS), "it does not end");
            assertEquals(CODE, process.exitValue());
            return reader.readAllAsString();
        }
    }

    private static Process start(String what) throws IOException {
        var java =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens",
                        "java.base/java.lang=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        what);
        return java.redirectErrorStream(true).start();
    }

    /// What is run.
    static final class Program {
        /// Longer than any test waits.
        private static final Duration FAR = Duration.ofMinutes(10);

        private Program() {}

        public static void main(String[] arguments) throws IOException {
            switch (arguments[0]) {
                case "serves" -> serve(); // And the program goes on.
                case "host" -> exitOnHost();
                case "opening" -> exitWhileOpening();
                default -> exitOnHub(arguments[0]);
            }
        }

        private static void exitOnHub(String how) {
            boolean isStubborn = how.equals("stubborn");
            Hub hub =
                    Hub.builder()
                            .loop("select")
                            .closeLimit(isStubborn ? Duration.ofMillis(50) : FAR)
                            .open();
            Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
            switch (how) {
                case "others" -> hub.spawn(Program::cleanUp);
                case "stubborn" -> hub.spawn(Program::stay);
                case "callback" -> hub.post(() -> System.exit(CODE));
                case "pinned" -> hub.spawn(() -> System.out.print(Exiting.NEVER));
                case "late" -> hub.spawn(Program::exitAtTheEnd);
                default -> {}
            }
            try {
                hub.call(() -> {
                    Greenlet.yield();
                    if (how.equals("late")) {
                        return;
                    }
                    System.exit(CODE);
                });
            } catch (HubClosedException e) {
                // The greenlet has been given up.
            }
            hub.close();
        }

        private static void exitAtTheEnd() {
            try {
                Greenlet.sleep(FAR);
            } finally {
                System.exit(CODE);
            }
        }

        private static void exitOnHost() {
            var executor = Executors.newSingleThreadExecutor();
            Hub hub = Hub.builder().loop(ExecutorLoop.on(executor)).closeLimit(FAR).open();
            Runtime.getRuntime().addShutdownHook(new Thread(hub::close));
            var begun = hub.spawn(Program::cleanUp);
            hub.call(() -> Greenlet.yield());
            assertFalse(begun.hasEnded());
            executor.execute(() -> System.exit(CODE));
        }

        private static void exitWhileOpening() throws IOException {
            var loop =
                    new LoopDouble((DrivenLoop) Loops.named("select").open()) {
                        private boolean isExiting;

                        @Override
                        public void poll(long nanos) throws IOException {
                            if (!isExiting) { // The first one is tried by who opens the hub.
                                isExiting = true;
                                Thread.ofPlatform().daemon().start(() -> System.exit(CODE));
                                awaitHook("young-exit");
                            }
                            super.poll(nanos);
                        }

                        @Override
                        public void close() {
                            super.close();
                            System.out.println("closed in good order");
                        }
                    };
            Hub.builder().loop(loop).name("young").closeOnExit(FAR).open();
        }

        /// Until it waits; one that fails never does.
        private static void awaitHook(String name) {
            long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
            while (System.nanoTime() - end < 0
                    && Thread.getAllStackTraces().keySet().stream()
                            .filter(thread -> thread.getName().equals(name))
                            .noneMatch(thread -> thread.getState() == Thread.State.TIMED_WAITING)) {
                LockSupport.parkNanos(1_000_000);
            }
        }

        /// Ends the program when somebody wants it.
        private static final class Exiting {
            static final Object NEVER;

            static {
                System.exit(CODE);
                NEVER = "";
            }
        }

        private static void serve() throws IOException {
            Hub hub =
                    Hub.builder()
                            .loop("select")
                            .daemon(false)
                            .closeOnExit(FAR)
                            .closeLimit(FAR)
                            .open();
            hub.spawn(Program::cleanUp);
            var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
            System.out.println(
                    hub.call(() -> StreamServer.on(nowhere, Program::echo).start().port()));
        }

        private static void echo(Socket client) throws IOException {
            long count = client.getInputStream().transferTo(client.getOutputStream());
            if (count > 0) { // It was not asked only whether there still is anybody.
                System.out.println("served");
            }
        }

        private static void cleanUp() {
            try {
                Greenlet.sleep(FAR);
            } finally {
                System.out.println("cleaned up");
            }
        }

        private static void stay() {
            while (true) {
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    // It is told to end, and does not.
                }
            }
        }
    }
}
