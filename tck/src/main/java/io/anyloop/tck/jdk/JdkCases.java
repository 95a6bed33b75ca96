package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import io.anyloop.tck.setup.TckEnvironment;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

/// The JDK's own blocking calls and threads inside greenlets: sockets, locks, virtual threads.
public abstract class JdkCases extends Cases {
    private static final int LARGE = 4_000_000;

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, Talk.HERE);
    }

    private static Socket connect(ServerSocket server) throws IOException {
        return new Socket(server.getInetAddress(), server.getLocalPort());
    }

    private static Void echo(ServerSocket server) throws IOException {
        try (var socket = server.accept()) {
            socket.getInputStream().transferTo(socket.getOutputStream());
        }
        return null;
    }

    /// One exchange with an echo server in another greenlet.
    private static String talk(String words) throws IOException {
        try (var server = listen()) {
            var other = Greenlet.spawn(() -> echo(server));
            try (var socket = connect(server)) {
                socket.getOutputStream().write(words.getBytes());
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes());
                other.<IOException>get();
                return answer;
            }
        }
    }

    @Test
    void n01_two_greenlets_talk_over_a_socket() throws Exception {
        inHub(hub -> {
            for (int i = 0; i < 20; i++) {
                assertEquals("hello " + i, talk("hello " + i));
            }
        });
    }

    @Test
    void n01_what_is_larger_than_all_buffers_arrives_intact() throws Exception {
        inHub(hub -> {
            var sent = new byte[LARGE];
            new Random(1).nextBytes(sent);
            try (var server = listen()) {
                var sender =
                        Greenlet.spawn(() -> {
                            try (var socket = connect(server)) {
                                socket.getOutputStream().write(sent);
                            }
                        });
                try (var socket = server.accept()) {
                    assertArrayEquals(sent, socket.getInputStream().readAllBytes());
                }
                sender.get();
            }
        });
    }

    @Test
    void n13_a_greenlet_that_waits_at_a_socket_holds_up_nobody() throws Exception {
        inHub(hub -> {
            try (var server = listen()) {
                var waits = Greenlet.spawn(() -> echo(server));
                for (int i = 0; i < 10; i++) {
                    long begin = hub.now();
                    Greenlet.sleep(hub.unit());
                    hub.assertTook(hub.unit(), begin);
                }
                assertFalse(waits.hasEnded());
                connect(server).close();
                waits.join();
            }
        });
    }

    @Test
    void n04_a_socket_that_another_greenlet_closes_ends_the_wait() throws Exception {
        inHub(hub -> {
            var server = listen();
            Greenlet<Void> waits = Greenlet.spawn(() -> echo(server));
            Greenlet.yield();
            server.close();
            waits.join();
            assertTrue(hub.takeReport() instanceof IOException);
        });
    }

    @Test
    void h06_a_tight_loop_of_yields_cannot_starve_a_socket() throws Exception {
        inHub(hub -> {
            var stop = new AtomicBoolean();
            var spins =
                    Greenlet.spawn(() -> {
                        while (!stop.get()) {
                            Greenlet.yield();
                        }
                    });
            long begin = System.nanoTime();
            assertEquals("hello", talk("hello"));
            long took = System.nanoTime() - begin;
            assertTrue(took < hub.time.prompt().toNanos(), () -> "starved: " + took);
            stop.set(true);
            spins.join();
        });
    }

    @Test
    void h28_an_idle_socket_does_not_worsen_sleeps() throws Exception {
        inHub(hub -> {
            try (var server = listen();
                    var idle = connect(server)) {
                var reader = Greenlet.spawn(() -> idle.getInputStream().read());
                long begin = hub.now();
                for (int i = 0; i < 5; i++) {
                    Greenlet.sleep(hub.unit());
                }
                hub.assertTook(hub.units(5), begin);
                server.accept().close();
                assertEquals(-1, reader.get());
            }
        });
    }

    /// The JDK's pollers belong to whatever scheduler first touches them: had this been the hub,
    /// sockets would die with it, in all of this program.
    @Test
    void b19_sockets_used_in_a_greenlet_do_not_tie_the_jdks_pollers_to_the_hub() throws Exception {
        inHub(hub -> {
            hub.mayLeaveGreenlets();
            assertEquals("hello", talk("hello"));
        });
        var talked = new FutureTask<>(JdkCases::talkAlone);
        Thread.ofVirtual().start(talked);
        assertEquals("alone", get(talked));
    }

    private static String get(FutureTask<String> task) throws InterruptedException {
        try {
            return task.get(TckEnvironment.current().limit().toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("sockets are dead without the hub", e);
        }
    }

    private static String talkAlone() throws IOException, InterruptedException {
        try (var server = listen()) {
            var other =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    echo(server);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                            });
            try (var socket = connect(server)) {
                socket.getOutputStream().write("alone".getBytes());
                socket.shutdownOutput();
                String answer = new String(socket.getInputStream().readAllBytes());
                other.join();
                return answer;
            }
        }
    }

    @Test
    void b20_a_virtual_thread_that_code_starts_in_a_greenlet_lives_on_the_hub() throws Exception {
        inHub(hub -> {
            List<Object> seen = new ArrayList<>();
            var greenlet = Greenlet.current();
            var thread =
                    Thread.ofVirtual()
                            .unstarted(() -> {
                                seen.add(HubCase.carrier());
                                seen.add(Hub.current());
                                seen.add(Greenlet.spawn(() -> "value").get());
                                nap(hub);
                                seen.add("slept");
                            });
            thread.start();
            assertEquals(List.of(), seen, "it ran before the greenlet waited");
            thread.join();
            assertEquals(List.of(HubCase.carrier(), hub.hub(), "value", "slept"), seen);
            assertSame(greenlet, Greenlet.current());
        });
    }

    private static void nap(HubCase hub) {
        try {
            hub.jdkSleep(hub.unit());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void b20_such_a_thread_outlives_its_hub() throws Exception {
        var go = new CountDownLatch(1);
        var started = new FutureTask<>(() -> outlive(go));
        inHub(hub -> {
            Thread.ofVirtual().start(started);
            Greenlet.yield();
        });
        assertFalse(started.isDone());
        go.countDown();
        assertEquals("outlived", get(started));
    }

    private static String outlive(CountDownLatch go) throws InterruptedException {
        go.await();
        Thread.sleep(1);
        return "outlived";
    }

    @Test
    void s26_locks_and_monitors_that_greenlets_contend_for_make_progress() throws Exception {
        inHub(hub -> {
            var lock = new ReentrantLock();
            var monitor = new Object();
            var counter = new int[2];
            List<Greenlet<?>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                all.add(Greenlet.spawn(() -> contend(lock, monitor, counter)));
            }
            all.forEach(Greenlet::join);
            assertArrayEquals(new int[] {500, 500}, counter);
            assertNotNull(lock);
        });
    }

    private static void contend(ReentrantLock lock, Object monitor, int[] counter) {
        for (int i = 0; i < 10; i++) {
            lock.lock();
            try {
                int seen = counter[0];
                Greenlet.yield();
                counter[0] = seen + 1;
            } finally {
                lock.unlock();
            }
            synchronized (monitor) {
                int seen = counter[1];
                Greenlet.yield();
                counter[1] = seen + 1;
            }
        }
    }
}
