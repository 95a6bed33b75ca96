package io.anyloop.integration.cuts;

import io.anyloop.Greenlet;
import io.anyloop.Timeout;
import io.anyloop.function.Body;
import io.anyloop.function.Outcome;
import io.anyloop.integration.clients.Client;
import io.anyloop.sync.Barrier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.TimeUnit;

/// Greenlets that ask, and are cut off in all the ways there are, at random moments among calls that nobody cuts off.
final class Rounds {
    private static final int WARM_UP = 20;

    /// Slow and busy machines say by the same variable as for the contracts how many times longer things may take.
    private static final double FACTOR =
            Double.parseDouble(System.getenv().getOrDefault("ANYLOOP_TCK_TIME_FACTOR", "1"));

    private static final long ALLOWED_NANOS = (long) (FACTOR * TimeUnit.MILLISECONDS.toNanos(100));
    private static final Duration MUST_END = Duration.ofSeconds(20);
    private static final long LATE = Long.MIN_VALUE + 1;

    private final Client client;
    private final Jitter jitter;
    private final Queueing queueing;
    private final Tally tally;
    private final long endBy;

    /// How long a call takes that nobody cuts off, of late. Cuts come within one and a half of it, so that they meet calls at
    /// every point, and some not at all.
    private long typicalNanos;

    private long lastNumber;

    /// @param endBy when to give up, by System.nanoTime
    Rounds(Client client, Jitter jitter, Queueing queueing, Tally tally, long endBy) {
        this.client = client;
        this.jitter = jitter;
        this.queueing = queueing;
        this.tally = tally;
        this.endBy = endBy;
    }

    void run(int rounds, long seed) {
        int greenlets = client.connections() + 2; // some always wait
        typicalNanos = medianNanos(greenlets);
        var random = new SplittableRandom(seed);
        List<Greenlet<Void>> all = new ArrayList<>();
        for (int i = 0; i < greenlets; i++) {
            SplittableRandom own = random.split();
            int share = rounds / greenlets + (i < rounds % greenlets ? 1 : 0);
            all.add(Greenlet.spawn(() -> ask(share, own)));
        }
        all.forEach(Greenlet::join);
        all.forEach(Greenlet::get);
        borrowAll();
    }

    /// How long a call takes when all call at once. Nothing is cut yet, so nothing may fail.
    private long medianNanos(int greenlets) {
        List<Greenlet<long[]>> all = new ArrayList<>();
        for (int i = 0; i < greenlets; i++) {
            all.add(Greenlet.spawn(this::warmUp));
        }
        long[] times =
                all.stream().flatMapToLong(one -> Arrays.stream(one.get())).sorted().toArray();
        return times[times.length / 2];
    }

    private long[] warmUp() throws Exception {
        long[] nanos = new long[WARM_UP];
        for (int i = -WARM_UP; i < WARM_UP; i++) {
            long begin = System.nanoTime();
            long number = nextNumber();
            if (client.ask(number, () -> {}) != number) {
                throw new IllegalStateException("A wrong answer before anybody was cut off.");
            }
            nanos[Math.max(0, i)] = System.nanoTime() - begin;
        }
        return nanos;
    }

    private long nextNumber() {
        return ++lastNumber;
    }

    private void ask(int rounds, SplittableRandom random) {
        for (int i = 0; i < rounds && System.nanoTime() - endBy < 0; i++) {
            long nanos = random.nextLong(typicalNanos * 3 / 2);
            switch (random.nextInt(6)) {
                case 0, 1 -> uncut();
                case 2 -> call(nanos);
                case 3 -> callOr(nanos);
                case 4 -> block(nanos);
                default -> kill(nanos);
            }
            tally.add(Count.ROUNDS);
        }
    }

    private long asked(long number) throws Exception {
        return client.ask(number, () -> {});
    }

    // ---------------------------------------------------------------- the ways

    private void uncut() {
        long number = nextNumber();
        long begin = System.nanoTime();
        try {
            check("uncut", number, asked(number));
            long took = System.nanoTime() - begin;
            typicalNanos += (took - typicalNanos) / WARM_UP;
            tally.atLeast(Count.UNCUT_MILLIS, TimeUnit.NANOSECONDS.toMillis(took));
        } catch (Throwable e) {
            tally.add(Count.UNCUT_FAILED, "uncut", e);
        }
    }

    private void call(long nanos) {
        long number = nextNumber();
        long due = System.nanoTime() + nanos;
        var limit = Timeout.of(Duration.ofNanos(nanos));
        try {
            check("call", number, limit.call((Body<Long, Exception>) () -> asked(number)));
        } catch (Throwable e) {
            judge("call", limit, due, e);
        }
        checkTime("call", due);
    }

    private void callOr(long nanos) {
        long number = nextNumber();
        long due = System.nanoTime() + nanos;
        try {
            Body<Long, Exception> body = () -> asked(number);
            long answer = Timeout.callOr(Duration.ofNanos(nanos), body, LATE);
            if (answer == LATE) {
                tally.add(Count.CUT);
            } else {
                check("callOr", number, answer);
            }
        } catch (Throwable e) {
            judge("callOr", null, due, e);
        }
        checkTime("callOr", due);
    }

    /// A block can throw its Timeout after its body only if that has thrown nothing.
    private void block(long nanos) {
        long number = nextNumber();
        long due = System.nanoTime() + nanos;
        var limit = Timeout.of(Duration.ofNanos(nanos));
        try {
            check("block", number, inBlock(limit, number));
        } catch (Throwable e) {
            if (e != limit && Arrays.asList(e.getSuppressed()).contains(limit)) {
                tally.add(Count.BLOCK_OTHER);
                tally.example(Count.BLOCK_OTHER, "block: " + e);
            } else {
                judge("block", limit, due, e);
            }
        }
        checkTime("block", due);
    }

    private long inBlock(Timeout limit, long number) throws Exception {
        try (var _ = limit.start()) {
            return asked(number);
        }
    }

    private void kill(long nanos) {
        long number = nextNumber();
        Greenlet<Long> asking = Greenlet.spawn(() -> asked(number));
        asking.linkException(_ -> {}); // so that its failure is not reported, too
        Greenlet.sleep(Duration.ofNanos(nanos));
        boolean killed = !asking.hasEnded();
        long due = System.nanoTime();
        if (killed) {
            asking.kill(MUST_END);
            checkTime("kill", due);
        }
        switch (asking.outcome()) {
            case null -> throw new IllegalStateException("A greenlet lives on after its kill.");
            case Outcome.Returned<Long>(Long answer) -> check("kill", number, answer);
            case Outcome.Killed<Long> _ -> tally.add(Count.CUT);
            case Outcome.Failed<Long>(Throwable cause) ->
                    tally.add(killed ? Count.LOST : Count.UNCUT_FAILED, "kill", cause);
        }
    }

    // ---------------------------------------------------------------- judging

    private void judge(String way, Timeout limit, long due, Throwable e) {
        if (limit != null && e == limit) {
            tally.add(Count.CUT);
        } else {
            boolean wasDue = System.nanoTime() - due >= 0;
            tally.add(wasDue ? Count.LOST : Count.UNCUT_FAILED, way, e);
        }
    }

    /// A driver that swallows what is thrown has no answer: that is what somebody gets whose cut got lost.
    private void check(String way, long number, long answer) {
        if (answer == Client.NO_ANSWER) {
            boolean isCut = !way.equals("uncut");
            tally.add(isCut ? Count.LOST : Count.UNCUT_FAILED);
            tally.example(
                    isCut ? Count.LOST : Count.UNCUT_FAILED, way + ": went on without an answer");
        } else if (answer != number) {
            tally.add(Count.WRONG);
        }
    }

    private void checkTime(String way, long due) {
        long now = System.nanoTime();
        long late = now - due - Math.max(jitter.within(due, now), queueing.within(due, now));
        tally.atLeast(Count.LATEST_MILLIS, TimeUnit.NANOSECONDS.toMillis(Math.max(0, late)));
        if (late > ALLOWED_NANOS) {
            tally.add(Count.OVERRUN);
            tally.example(
                    Count.OVERRUN,
                    "%s: %d ms late".formatted(way, TimeUnit.NANOSECONDS.toMillis(late)));
        }
    }

    /// Whether all connections can be had at once, and work.
    private void borrowAll() {
        int all = client.connections();
        var together = new Barrier(all);
        List<Greenlet<Long>> holders = new ArrayList<>();
        for (int i = 0; i < all; i++) {
            long number = nextNumber();
            Body<Long, Exception> body = () -> client.ask(number, () -> meet(together)) - number;
            Greenlet<Long> holder = Greenlet.spawn(() -> Timeout.call(MUST_END, body));
            holder.linkException(_ -> {});
            holders.add(holder);
        }
        for (Greenlet<Long> holder : holders) {
            holder.join();
            if (holder.outcome() instanceof Outcome.Failed<Long>(Throwable cause)) {
                tally.add(Count.MISSING, "all at once", cause);
            } else if (holder.get() != 0) {
                tally.add(Count.WRONG);
            }
        }
    }

    private static void meet(Barrier together) {
        try {
            together.await();
        } catch (BrokenBarrierException e) {
            throw new IllegalStateException("Another one did not get its connection.", e);
        }
    }
}
