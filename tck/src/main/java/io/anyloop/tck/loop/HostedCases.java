package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.fixture.Told;
import io.anyloop.tck.setup.UnfitHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/// Rules 4: the guest and its host.
public final class HostedCases {
    private static final int BURST = 1_000;
    private static final int ROUNDS = 500;
    private static final int WAKERS = 3;

    private final TestedLoops loops;

    public HostedCases(TestedLoops loops) {
        this.loops = loops;
    }

    /// A turn that was asked for at a time, when so many turns had begun.
    public record Asked(long at, int turns) {}

    public void oneAtATime() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var more = new AtomicInteger(ROUNDS);
            bench.guest().inEachTurn(() -> wakeAgain(bench, more));
            var wakers = new ArrayList<Thread>();
            for (int i = 0; i < WAKERS; i++) {
                wakers.add(Thread.ofPlatform().daemon().start(() -> burst(bench)));
            }
            for (var waker : wakers) {
                waker.join();
            }
            bench.quiet();
            assertEquals(1, bench.guest().deepest(), "turns were nested, or ran at once");
            assertEquals(
                    Set.of(bench.hostThread()),
                    bench.guest().threads(),
                    "turns ran on other threads than the host's");
        }
    }

    private static void burst(HostedBench bench) {
        for (int i = 0; i < BURST; i++) {
            bench.loop().wakeup();
        }
    }

    private static void wakeAgain(HostedBench bench, AtomicInteger more) {
        if (more.decrementAndGet() >= 0) {
            bench.loop().wakeup();
        }
    }

    public void wakeups() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            int during = bench.onLoop(() -> wakeInside(bench));
            bench.runUntil(
                    () -> bench.guest().turns() > during,
                    "no turn followed a wake-up from inside a turn");
            raceWithTheEndOfTurns(bench);
        }
    }

    private static int wakeInside(HostedBench bench) {
        bench.loop().wakeup();
        return bench.guest().turns();
    }

    /// Each wake-up comes while the turn that answered the one before is about to end.
    private static void raceWithTheEndOfTurns(HostedBench bench) {
        var wanted = new AtomicInteger();
        var seen = new AtomicInteger();
        bench.guest().inEachTurn(() -> seen.set(wanted.get()));
        for (int round = 1; round <= ROUNDS; round++) {
            wanted.set(round);
            bench.loop().wakeup();
            spinUntil(bench, seen, round);
        }
    }

    static void spinUntil(HostedBench bench, AtomicInteger seen, int round) {
        long limit = System.nanoTime() + bench.time.prompt().toNanos();
        while (seen.get() < round) {
            if (System.nanoTime() - limit > 0) {
                fail("no turn followed wake-up %d, at the end of a turn".formatted(round));
            }
            Thread.yield();
        }
    }

    public void fewTurns() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.quiet();
            assertEquals(0, bench.guest().turns(), "a turn that nobody asked for");
            var release = hold(bench);
            burst(bench);
            release.countDown();
            bench.quiet();
            int turns = bench.guest().turns();
            assertTrue(turns > 0, "no turn after a burst of wake-ups");
            assertTrue(turns <= Bench.FEW, BURST + " wake-ups at once made " + turns + " turns");
            bench.quiet();
            assertEquals(turns, bench.guest().turns(), "a turn that nobody asked for");
        }
    }

    /// Keeps the host busy until the latch is counted down.
    private static CountDownLatch hold(HostedBench bench) throws InterruptedException {
        var entered = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        bench.host().execute(() -> stay(bench, entered, release));
        entered.await();
        return release;
    }

    private static void stay(HostedBench bench, CountDownLatch entered, CountDownLatch release) {
        entered.countDown();
        try {
            boolean released = release.await(bench.time.limit().toNanos(), TimeUnit.NANOSECONDS);
            assertTrue(released, "the case that held the host is gone");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public void hostTasks() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var more = new AtomicInteger(ROUNDS);
            var ranIn = new AtomicInteger(Integer.MAX_VALUE);
            var guest = bench.guest();
            int postedIn =
                    bench.onLoop(() -> {
                        bench.host().execute(() -> ranIn.set(guest.turns()));
                        guest.inEachTurn(() -> wakeAgain(bench, more));
                        return guest.turns();
                    });
            bench.runUntil(() -> more.get() < 0, "no turn followed a wake-up from inside a turn");
            bench.quiet();
            int waited = ranIn.get() - postedIn;
            assertTrue(waited <= Bench.FEW, "a task of the host waited for " + waited + " turns");
        }
    }

    public void wakeAt() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            long quiet = bench.time.quiet().toNanos();
            comes(bench, bench.onLoop(() -> ask(bench, quiet)));
            comes(bench, bench.onLoop(() -> ask(bench, -1)));
            laterReplaces(bench, quiet, 4 * quiet);
            laterReplaces(bench, 4 * quiet, quiet);
            takenBack(bench, quiet);
        }
    }

    public static Asked ask(HostedBench bench, long nanos) {
        long at = bench.loop().nanoTime() + nanos;
        bench.loop().wakeAt(at);
        return new Asked(at, bench.guest().turns());
    }

    static void comes(HostedBench bench, Asked asked) throws InterruptedException {
        bench.runUntil(
                () -> bench.guest().turns() > asked.turns(), "no turn came at the time asked for");
        assertTrue(bench.guest().lastTurnAt() - asked.at() >= 0, "a turn came before its time");
        bench.endOfTurn();
    }

    private static void laterReplaces(HostedBench bench, long first, long second) throws Exception {
        var asked =
                bench.onLoop(() -> {
                    ask(bench, first);
                    return ask(bench, second);
                });
        comes(bench, asked);
        LockSupport.parkNanos(first);
        bench.quiet();
        assertEquals(
                asked.turns() + 1,
                bench.guest().turns(),
                "a time that was replaced brought a turn");
    }

    private static void takenBack(HostedBench bench, long nanos) throws Exception {
        int turns =
                bench.onLoop(() -> {
                    ask(bench, nanos);
                    bench.loop().wakeAt(Long.MAX_VALUE);
                    return bench.guest().turns();
                });
        LockSupport.parkNanos(nanos);
        bench.quiet();
        assertEquals(turns, bench.guest().turns(), "a time that was taken back brought a turn");
    }

    public void unfitHosts() throws Exception {
        Bench.applies(loops.provider().kind() == Kind.HOSTED, "a driven loop has no host");
        Bench.available(loops);
        int tried = 0;
        for (var unfit : UnfitHost.values()) {
            var loop = loops.openUnfit(unfit);
            if (loop.isPresent()) {
                unfit(unfit, loop.get());
                tried++;
            }
        }
        Bench.applies(tried > 0, "this loop cannot be given an unfit host");
    }

    private void unfit(UnfitHost unfit, HostedLoop loop) throws Exception {
        try {
            var guest = new GuestProbe(loop);
            guest.inEachTurn(loop::wakeup);
            loop.attach(guest);
            var end = onlyEnd(guest, loop);
            assertTrue(
                    Told.names(unfit, end.getMessage()),
                    "the end by %s does not say so: %s".formatted(unfit, end.getMessage()));
        } finally {
            loops.dispose(loop);
        }
    }

    /// Asks for turns until the guest is told that there will be none, and then for some more.
    private Throwable onlyEnd(GuestProbe guest, HostedLoop loop) {
        var time = loops.environment();
        long limit = System.nanoTime() + time.prompt().toNanos();
        while (guest.ends().isEmpty() && System.nanoTime() - limit < 0) {
            loop.wakeup();
            LockSupport.parkNanos(1_000_000);
        }
        loop.wakeup();
        loop.wakeup();
        LockSupport.parkNanos(time.quiet().toNanos());
        assertFalse(guest.ends().isEmpty(), "hostClosed was not called");
        assertEquals(1, guest.ends().size(), "hostClosed was called more than once");
        return guest.ends().get(0);
    }

    public void hostEnds() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> null);
            bench.host().end();
            var end = onlyEnd(bench.guest(), bench.loop());
            assertTrue(
                    end.getMessage() != null && !end.getMessage().isBlank(),
                    "the cause that hostClosed gave has no message for the user");
        }
    }

    public void closed() throws Exception {
        noTurnAfter(HostedCases::closeInHostTask);
        noTurnAfter(bench -> bench.onLoop(() -> wakeAndClose(bench)));
        noTurnAfter(HostedCases::closeElsewhere);
        leavesNothing();
    }

    /// Closes a loop in some way, and says how many turns had begun by then.
    @FunctionalInterface
    private interface Closing {
        int close(HostedBench bench) throws Exception;
    }

    private static int closeInHostTask(HostedBench bench) throws InterruptedException {
        var turns = new AtomicInteger();
        bench.hostRuns(() -> turns.set(wakeAndClose(bench)));
        return turns.get();
    }

    private static int closeElsewhere(HostedBench bench) {
        bench.closeLoop();
        return bench.guest().turns();
    }

    private static int wakeAndClose(HostedBench bench) {
        bench.loop().wakeup();
        bench.closeLoop();
        return bench.guest().turns();
    }

    private void noTurnAfter(Closing closing) throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> ask(bench, bench.time.quiet().toNanos()));
            int turns = closing.close(bench);
            bench.loop().wakeup();
            bench.pause();
            bench.quiet();
            assertEquals(turns, bench.guest().turns(), "a turn began after close");
            assertEquals(List.of(), bench.guest().ends(), "close called hostClosed");
        }
    }

    private void leavesNothing() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            bench.onLoop(() -> ask(bench, Duration.ofHours(1).toNanos()));
            bench.closeLoop();
            bench.runUntil(() -> bench.host().left() == 0, "close left something on the host");
        }
    }

    public void onLoopThread() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            assertTrue(bench.onLoop(bench.loop()::onLoopThread), "false inside a turn");
            assertFalse(bench.loop().onLoopThread(), "true on a thread that is not the host's");
        }
    }

    public void secondGuest() throws Exception {
        try (var bench = Bench.hosted(loops)) {
            var second = new GuestProbe(bench.loop());
            assertThrows(
                    IllegalStateException.class,
                    () -> bench.loop().attach(second),
                    "a second guest was taken in");
            bench.onLoop(() -> null);
            assertEquals(0, second.turns(), "the guest that was refused had a turn");
        }
    }
}
