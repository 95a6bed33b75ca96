package io.anyloop.benchmarks;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.vertx.VertxHub;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Measures, in a JVM of its own, how late an event loop of Vert.x's runs its own timers: when it has nothing else to do, and when
/// greenlets on it do nothing but yield.
final class HostTimers {
    static final String QUIET = "quiet";
    static final String SPINNING = "spinning";

    private static final int GREENLETS = 10;
    private static final int LEAST_MILLIS = 1;
    private static final int SPREAD_MILLIS = 4;
    private static final int WARM_UP = 200;

    private final Vertx vertx;
    private final long[] late;
    private final SplittableRandom random = new SplittableRandom(42);
    private final CountDownLatch pending;

    private HostTimers(Vertx vertx, int count) {
        this.vertx = vertx;
        late = new long[count];
        pending = new CountDownLatch(count);
    }

    /// Prints what [Forked] reads.
    ///
    /// @param args how many timers
    /// @throws Exception if greenlets fail
    public static void main(String[] args) throws Exception {
        int count = Integer.parseInt(args[0]);
        Vertx vertx = Vertx.vertx();
        Context context = vertx.getOrCreateContext();
        Hub hub = VertxHub.of(context);
        for (boolean warm : new boolean[] {false, true}) {
            long[] quiet = measure(vertx, context, warm ? count : WARM_UP);
            List<Greenlet<?>> greenlets = spin(hub);
            long[] spinning = measure(vertx, context, warm ? count : WARM_UP);
            greenlets.forEach(Greenlet::kill);
            if (warm) {
                print(QUIET, quiet);
                print(SPINNING, spinning);
            }
        }
        vertx.close().await();
    }

    private static void print(String name, long[] found) {
        IO.println(name + "_p50=" + Wakes.percentile(found, 0.5));
        IO.println(name + "_p99=" + Wakes.percentile(found, 0.99));
    }

    private static List<Greenlet<?>> spin(Hub hub) {
        List<Greenlet<?>> greenlets = new ArrayList<>();
        for (int i = 0; i < GREENLETS; i++) {
            greenlets.add(
                    hub.spawn(() -> {
                        while (true) {
                            Greenlet.yield();
                        }
                    }));
        }
        return greenlets;
    }

    /// One timer after the other.
    ///
    /// @return how late in nanoseconds, the least first
    static long[] measure(Vertx vertx, Context context, int count) throws InterruptedException {
        HostTimers timers = new HostTimers(vertx, count);
        context.runOnContext(_ -> timers.start(0));
        timers.pending.await();
        Arrays.sort(timers.late);
        return timers.late;
    }

    private void start(int number) {
        if (number == late.length) {
            return;
        }
        int millis = LEAST_MILLIS + random.nextInt(SPREAD_MILLIS);
        long due = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        vertx.setTimer(
                millis,
                _ -> {
                    late[number] = System.nanoTime() - due;
                    pending.countDown();
                    start(number + 1);
                });
    }
}
