package io.anyloop.examples.programs;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.function.Action;
import io.anyloop.group.Group;
import java.time.Duration;
import java.time.LocalTime;
import java.util.function.Consumer;

/// Jobs that are done again and again: each has its own pace and its own limit, never runs twice at once, and goes on after a
/// failure.
final class Jobs implements AutoCloseable {
    private final Group jobs = new Group();
    private final Consumer<String> log;

    Jobs(Consumer<String> log) {
        this.log = log;
    }

    static void main() {
        Hub.run(() -> {
            try (var jobs = new Jobs(IO::println)) {
                jobs.every(
                        Duration.ofSeconds(1),
                        "clock",
                        Duration.ofSeconds(1),
                        () -> IO.println(LocalTime.now()));
                jobs.every(
                        Duration.ofSeconds(3),
                        "slow",
                        Duration.ofSeconds(1),
                        () -> Greenlet.sleep(Duration.ofHours(1)));
                jobs.every(
                        Duration.ofSeconds(5),
                        "broken",
                        Duration.ofSeconds(1),
                        () -> Integer.parseInt("five"));
                Greenlet.sleep(Duration.ofSeconds(20));
            }
        });
    }

    void every(Duration pace, String name, Duration limit, Action<? extends Exception> job) {
        jobs.spawn(
                        () -> {
                            while (true) {
                                log.accept(name + ": " + outcome(limit, job));
                                Greenlet.sleep(pace);
                            }
                        })
                .name(name);
    }

    private static String outcome(Duration limit, Action<? extends Exception> job) {
        try {
            boolean done = Timeout.of(limit).silent().run(job);
            return done ? "done" : "cut off after " + limit.toMillis() + " ms";
        } catch (Exception failure) {
            return failure.toString(); // and the job comes again
        }
    }

    @Override
    public void close() {
        jobs.kill("no more jobs");
    }
}
