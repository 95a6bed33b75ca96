package io.anyloop.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.benchmarks.EchoLoad.Found;
import io.anyloop.benchmarks.EchoLoad.Plan;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The echo servers, their load, and what is read from programs.
class EchoTest {
    private static final Cores ANYWHERE = new Cores(false, "");

    @Test
    void whatTheLoadSays() {
        Found found = Found.parse(said("1000", "0"));
        assertEquals(new Found(1000, 0.5, 3, 10, 20, 30), found);
        assertEquals(2000, found.perSecond());
    }

    @Test
    void brokenConnectionsDoNotCount() {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Found.parse(said("1000", "2")));
        assertTrue(refused.getMessage().startsWith("2 connections broke"), refused::getMessage);
    }

    @Test
    void noAnswerIsNoFigure() {
        assertThrows(IllegalStateException.class, () -> Found.parse(said("0", "0")));
    }

    @Test
    void somethingElseIsSaidToBeMissing() {
        IllegalStateException refused =
                assertThrows(IllegalStateException.class, () -> Found.parse(List.of("seconds=1")));
        assertTrue(refused.getMessage().contains("requests"), refused::getMessage);
    }

    private static List<String> said(String requests, String errors) {
        return List.of(
                "requests=" + requests,
                "seconds=0.500000",
                "errors=" + errors,
                "unanswered=3",
                "p50_ns=10",
                "p99_ns=20",
                "p999_ns=30",
                "max_ns=40");
    }

    @Test
    void whatStraceSays() {
        SyscallCounts counts =
                SyscallCounts.parse(
                        """
                        % time     seconds  usecs/call     calls    errors syscall
                        ------ ----------- ----------- --------- --------- ----------------
                         60.00    0.200000           2    100000           write
                         30.00    0.100000           1    100010        10 read
                         10.00    0.010000           1       500           epoll_wait
                        ------ ----------- ----------- --------- --------- ----------------
                        100.00    0.310000           1    200510        10 total
                        """
                                .lines()
                                .toList());
        assertEquals(200_510, counts.total());
        assertEquals("read 1.00, write 1.00", counts.perMessage(100_000));
        assertEquals("read 10.00, write 10.00, epoll_wait 0.05", counts.perMessage(10_000));
        assertThrows(IllegalStateException.class, () -> SyscallCounts.parse(List.of("detached")));
    }

    @Test
    void theTimesOfAThreadFollowItsName() {
        String stat =
                "42 (a (b) c) S 1 42 42 0 -1 4194304 100 0 0 0 17 5 0 0 20 0 1 0 100 0 0 18446744073709551615";
        assertEquals(22, ThreadTimes.ticks(stat));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theBusiestThreadIsFound() throws Exception {
        long me = ProcessHandle.current().pid();
        ThreadTimes before = ThreadTimes.of(me);
        long found = before.busiestSince(new ThreadTimes(Map.of()));
        assertTrue(before.ticks().containsKey(found));
        var later = new HashMap<>(before.ticks());
        later.merge(me, 1_000L, Long::sum);
        assertEquals(me, new ThreadTimes(later).busiestSince(before));
    }

    @Test
    void percentilesAreValuesThatWereMeasured() {
        long[] sorted = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10};
        assertEquals(5, Wakes.percentile(sorted, 0.5));
        assertEquals(10, Wakes.percentile(sorted, 0.99));
        assertEquals(1, Wakes.percentile(sorted, 0));
    }

    @Test
    void wakesAreMeasuredOnBothSides() throws InterruptedException {
        for (String name : List.of("greenlets", "stock")) {
            try (Side<?> side = Side.named(name)) {
                long[] found = Wakes.measure(side, 1, 3);
                assertEquals(3, found.length);
                assertTrue(found[0] > 0 && found[0] <= found[2], name);
            }
        }
    }

    @Test
    void latenessIsMeasuredOnBothSides() throws InterruptedException {
        for (String side : List.of("greenlets", "stock")) {
            long[] found = Lateness.measure(side, 5, 1);
            assertTrue(found[0] >= 0 && found[0] <= found[4], side);
        }
    }

    @Test
    void pendingTimeoutsTakeHeap() {
        assertTrue(PendingTimeouts.measure(50_000) > 50_000 * 16);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void byteBufsAreWrittenByBothSides() throws IOException {
        ByteBufWrites writes = new ByteBufWrites();
        writes.open();
        try {
            writes.greenlet();
            writes.eventLoop();
        } finally {
            writes.close();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void everyServerAnswersAndEnds() throws Exception {
        assumeTrue(Tools.has("cc"), "There is no C compiler here.");
        var peers = new ArrayList<>(EchoPeer.choose(List.of()).peers());
        peers.addAll(AdoptBench.ECHO.peers());
        for (EchoPeer peer : peers) {
            Process process;
            try (EchoProcess server = EchoProcess.start(peer, ANYWHERE)) {
                assertTrue(answers(server.port()), peer::name);
                process = server.process();
            }
            assertFalse(process.isAlive(), peer::name);
            assertEquals(0, process.exitValue(), peer::name);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = AdoptBench.class,
            names = {"JETTY", "SPRING"})
    @EnabledOnOs(OS.LINUX)
    void everyServerOfHttpIsAdopted(AdoptBench bench) throws Exception {
        for (EchoPeer peer : bench.peers()) {
            try (EchoProcess server = EchoProcess.start(peer, ANYWHERE)) {
                var url = URI.create("http://127.0.0.1:" + server.port() + HttpServers.PLAINTEXT);
                try (var in = url.toURL().openStream()) {
                    String answer = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
                    assertEquals(HttpServers.HELLO_TEXT, answer, peer::name);
                }
            }
        }
    }

    private static boolean answers(int port) throws IOException {
        byte[] message = "sixty-four bytes or fewer".getBytes(StandardCharsets.UTF_8);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            for (int i = 0; i < 3; i++) {
                socket.getOutputStream().write(message);
                byte[] answer = new byte[message.length];
                new DataInputStream(socket.getInputStream()).readFully(answer);
                if (!Arrays.equals(message, answer)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLoadCountsFromThePlannedTime() throws Exception {
        assumeTrue(Tools.has("cc"), "There is no C compiler here.");
        EchoLoad load = new EchoLoad(Compiled.c("echo_load"), ANYWHERE);
        try (EchoProcess server = EchoProcess.start(cServer(), ANYWHERE)) {
            Found slow = load.run(server.port(), plan(2, 100));
            assertEquals(20, slow.requests(), 1);
            // So much can nobody answer: nearly all of it waits, and says so.
            Found mad = load.run(server.port(), plan(2, 100_000_000));
            assertTrue(mad.unanswered() > mad.requests() / 2, mad::toString);
            assertTrue(mad.p50Nanos() > 100_000_000, mad::toString);
        }
    }

    private static Plan plan(int connections, long rate) {
        return new Plan(connections, rate, Duration.ZERO, Duration.ofMillis(200));
    }

    private static EchoPeer cServer() throws Exception {
        return new EchoPeer(EchoPeer.C, List.of(Compiled.c("echo_server").toString()));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aServerThatDoesNotStartIsNamed() {
        EchoPeer broken = new EchoPeer("broken", List.of("true"));
        IOException refused =
                assertThrows(IOException.class, () -> EchoProcess.start(broken, ANYWHERE));
        assertTrue(refused.getMessage().contains("broken"), refused::getMessage);
    }
}
