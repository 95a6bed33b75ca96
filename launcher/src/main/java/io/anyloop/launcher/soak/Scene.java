package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Body;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;

/// The hubs of one round, their servers, and what the round is like.
final class Scene {
    /// What a hub's greenlets have to end when it closes.
    static final Duration CLOSE = Duration.ofSeconds(3);

    /// Anything comes sooner than this; a server without descriptors pauses for a second.
    static final Duration ANSWER = Duration.ofSeconds(3);

    final Parts parts;
    final Ledger ledger;
    final List<Hub> hubs = new CopyOnWriteArrayList<>();
    final List<Integer> ports = new CopyOnWriteArrayList<>();

    private final List<Activity> activities;

    /// Whether there are no descriptors now and then.
    private final boolean isScarce;

    /// Nobody begins anything.
    volatile boolean isOver;

    /// Hubs close while their greenlets are at work.
    volatile boolean isFalling;

    Scene(Parts parts, Ledger ledger, boolean isScarce) {
        this.parts = parts;
        this.activities = parts.activities();
        this.ledger = ledger;
        this.isScarce = isScarce;
    }

    Hub open() {
        return parts.open(this::set);
    }

    private void set(HubBuilder options) {
        options.closeLimit(CLOSE)
                .stuckHandler(_ -> ledger.count("stuck reports"))
                .errorHandler(report -> failed(report.toString(), report.failure()));
    }

    void close(Hub hub) {
        parts.close(hub, ledger::breaks);
    }

    Activity anyActivity(SplittableRandom random) {
        return activities.get(random.nextInt(activities.size()));
    }

    Hub anyHub(SplittableRandom random) {
        return hubs.get(random.nextInt(hubs.size()));
    }

    InetSocketAddress anyServer(SplittableRandom random) {
        int port = ports.get(random.nextInt(ports.size()));
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /// Sleeps up to a time, neither too short nor too long.
    void pause(SplittableRandom random, int millis) {
        var time = Duration.ofMillis(random.nextInt(millis + 1));
        long begin = System.nanoTime();
        try (var _ = ledger.due("a sleep", time)) {
            Greenlet.sleep(time);
        }
        if (System.nanoTime() - begin < time.toNanos()) {
            ledger.breaks("a sleep of %s ended early".formatted(time));
        }
    }

    /// Waits for a greenlet that has to end by itself.
    void awaitEnd(Greenlet<?> greenlet, String what) {
        try (var _ = ledger.due(what, ANSWER)) {
            greenlet.join();
        }
    }

    /// As [Hub#spawn], for a hub that may close just now.
    ///
    /// @return null if it does
    <T> Greenlet<T> spawn(Hub hub, Body<T, ?> body) {
        try {
            return hub.spawn(body);
        } catch (HubClosedException e) {
            if (!isFalling) {
                throw e;
            }
            return null;
        }
    }

    /// A greenlet's work was ended by something that is nobody's fault, or a promise is broken.
    void failed(String what, Throwable failure) {
        if (isFalling || Scarcity.isTold(failure, isScarce)) {
            ledger.count("given up");
        } else {
            ledger.breaks("%s failed: %s%s".formatted(what, failure, Ledger.stack(failure)));
        }
    }
}
