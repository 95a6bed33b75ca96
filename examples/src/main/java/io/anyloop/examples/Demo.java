package io.anyloop.examples;

import io.anyloop.ErrorReport;
import io.anyloop.Hub;
import io.anyloop.Loops;
import io.anyloop.loop.select.ExecutorLoop;
import io.anyloop.loop.vertx.VertxLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Runs the example programs for real on every loop, checks what they did, and prints a line for each.
final class Demo {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    /// A run takes a second or two. One that takes longer than this may give right answers, but something in it waits for a
    /// time limit.
    static final Duration PATIENCE = Duration.ofSeconds(15);

    /// The programs in the sizes of the talk.
    private static final List<Check> TALK =
            List.of(
                    new EchoCheck(100, 10),
                    new UrlsCheck(100, 20),
                    new ChatCheck(50, 3),
                    new RedisCheck(50, 20));

    private static final String EXECUTOR = "executor";
    private static final String VERTX = "vertx";

    private final List<Check> checks;
    private final PrintStream out;
    private final Duration patience;
    private volatile Hub hub;
    private int done;
    private int wrong;

    /// @param patience a run that takes longer is wrong
    Demo(List<Check> checks, PrintStream out, Duration patience) {
        this.checks = checks;
        this.out = out;
        this.patience = patience;
    }

    /// Exits with 0 if everything was right, with 1 if not, with 2 if a loop is unknown. There is no exit where all is
    /// well, so that a thread left running would be noticed: it would keep Java until the watchdog comes.
    static void main(String... loops) {
        Demo demo = new Demo(TALK, System.out, PATIENCE);
        Watchdog.start(LIMIT, demo::state);
        try {
            if (!demo.run(providers(loops))) {
                System.exit(1);
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static List<LoopProvider> providers(String... names) {
        return names.length == 0 ? Loops.all() : Stream.of(names).map(Loops::named).toList();
    }

    private String state() {
        Hub running = hub;
        return running == null ? "No hub is open." : running.dump().toString();
    }

    /// Runs all programs on each of these loops, one after the other.
    ///
    /// @return whether all was right
    boolean run(List<LoopProvider> loops) {
        for (LoopProvider loop : loops) {
            if (loop.name().equals(EXECUTOR)) {
                checksOn(EXECUTOR).forEach(this::runOnExecutor);
            } else if (loop.name().equals(VERTX)) {
                checksOn(VERTX).forEach(this::runOnVertx);
                runOnVertx(new VertxCheck(100));
            } else if (loop.availability() instanceof Availability.Unavailable no) {
                out.printf("%-9s not run: %s; %s%n", loop.name(), no.reason(), no.remedy());
            } else {
                checksOn(loop.name()).forEach(check -> run(check, loop.name(), loop::open));
            }
        }
        out.println(
                wrong == 0
                        ? "All %d runs were right.".formatted(done)
                        : "%d of %d runs were wrong.".formatted(wrong, done));
        return wrong == 0 && done > 0;
    }

    private Stream<Check> checksOn(String loop) {
        return checks.stream().filter(check -> check.runsOn(loop));
    }

    /// The executor loop cannot be opened by name: somebody must give it an executor.
    private void runOnExecutor(Check check) {
        try (var host = Executors.newSingleThreadScheduledExecutor()) {
            run(check, EXECUTOR, () -> ExecutorLoop.on(host));
        }
    }

    /// Neither can that of Vert.x, outside of its event loops.
    private void runOnVertx(Check check) {
        Vertx vertx =
                Vertx.vertx(
                        new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(true));
        try {
            run(check, VERTX, () -> VertxLoop.on(vertx.getOrCreateContext()));
        } finally {
            vertx.close().await();
        }
    }

    private void run(Check check, String loop, Callable<Loop> opener) {
        long start = System.nanoTime();
        String counts = "";
        Throwable failure = null;
        try {
            counts = runOnHub(check, opener);
        } catch (Throwable e) {
            failure = e;
        }
        long nanos = System.nanoTime() - start;
        if (failure == null && nanos > patience.toNanos()) {
            failure = new Wrong("right, but longer than %s".formatted(patience));
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(nanos);
        out.printf(
                "%-9s %-5s %-52s %,6d ms  %s%n",
                loop, check.name(), counts, millis, failure == null ? "ok" : "WRONG: " + failure);
        done++;
        if (failure != null) {
            wrong++;
            failure.printStackTrace(out);
        }
    }

    /// A failure that only the hub's error handler hears of is wrong as well.
    private String runOnHub(Check check, Callable<Loop> opener) throws Exception {
        var errors = new ConcurrentLinkedQueue<ErrorReport>();
        String counts;
        try (Hub opened = Hub.builder().loop(opener.call()).errorHandler(errors::add).open()) {
            hub = opened;
            counts = check.run(opened);
        } catch (Throwable e) {
            errors.stream()
                    .map(ErrorReport::failure)
                    .filter(failure -> failure != e)
                    .forEach(e::addSuppressed);
            throw e;
        } finally {
            hub = null;
        }
        if (!errors.isEmpty()) {
            throw new Wrong(errors.peek().toString(), errors.peek().failure());
        }
        return counts;
    }
}
