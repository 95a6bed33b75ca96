package io.anyloop.integration.serving;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// Looks what a handler's wait for the rest of a request is to the hub: whether others run meanwhile, on the same thread of the
/// platform, and whether the loop tells of the socket.
final class Probe {
    private static final String NUMBER = "0123456789abcdef";
    private static final int TICKS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final Work work;
    private final Greenlet<Void> ticker;
    private final AtomicInteger ticks = new AtomicInteger();

    /// The threads that have run the ticker.
    private final Set<String> carriers = ConcurrentHashMap.newKeySet();

    Probe(Hub hub, Work work) {
        this.work = work;
        this.ticker = hub.spawn(this::tick);
    }

    private void tick() throws InterruptedException {
        while (true) {
            Thread.sleep(1);
            ticks.incrementAndGet();
            String here = Thread.currentThread().toString();
            carriers.add(here.substring(here.lastIndexOf('@') + 1));
        }
    }

    void run(int port) throws IOException, InterruptedException {
        try (Guest guest = new Guest(port)) {
            int handled = handled();
            guest.begin(NUMBER, Work.How.PLAIN, 0);
            int waited = await(() -> handled() > handled) ? 1 : 0;
            int before = ticks.get();
            carriers.clear();
            waited += await(() -> ticks.get() - before >= TICKS) ? 1 : 0;
            ServingRun.say("probe.carriers", carriers.size());
            int reports = CountedLoop.REPORTS.get();
            boolean right = guest.end(NUMBER).body().equals(NUMBER);
            ServingRun.say("probe.right", right ? 1 : 0);
            ServingRun.say("probe.reports", CountedLoop.REPORTS.get() - reports);
            ServingRun.say("probe.waited", waited);
        }
    }

    private int handled() {
        return work.onHub.get() + work.elsewhere.get();
    }

    private interface Met {
        boolean now();
    }

    private static boolean await(Met met) throws InterruptedException {
        long begin = System.nanoTime();
        while (!met.now()) {
            if (System.nanoTime() - begin > PATIENCE_NANOS) {
                return false;
            }
            Thread.sleep(1);
        }
        return true;
    }

    void end() {
        ticker.kill();
    }
}
