package io.anyloop.launcher.soak;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.server.StreamServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;

/// A few hubs, from their opening to their end.
final class Round {
    private static final InetSocketAddress ANYWHERE =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private static final Duration CLOSE = Scene.CLOSE;

    private final Scene scene;
    private final Ledger ledger;
    private final SplittableRandom random;
    private final Duration length;
    private final boolean isScarce;
    private final List<StreamServer> servers = new ArrayList<>();
    private final List<Greenlet<?>> actors = new ArrayList<>();
    private final Queue<Greenlet<?>> started = new ConcurrentLinkedQueue<>();

    /// @param isScarce whether there are no descriptors now and then
    Round(Parts parts, Ledger ledger, SplittableRandom random, Duration length, boolean isScarce) {
        this.scene = new Scene(parts, ledger, isScarce);
        this.ledger = ledger;
        this.random = random;
        this.length = length;
        this.isScarce = isScarce;
    }

    void play() throws Exception {
        var knocks = random.split();
        var famines = random.split();
        Hub idle = scene.open();
        try {
            var outside =
                    List.of(
                            thread("soak-knocks", () -> knock(idle, knocks)),
                            thread("soak-scarcity", () -> starve(famines)));
            try {
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    open();
                }
                outside.forEach(Thread::start);
                ledger.awaitBroken(length);
                scene.isFalling = random.nextBoolean();
                scene.isOver = true;
                if (!scene.isFalling) {
                    settle();
                }
            } finally {
                scene.isOver = true;
                closeAll();
                for (Thread thread : outside) {
                    thread.join(CLOSE.plus(ledger.bound()));
                }
            }
        } finally {
            scene.close(idle);
        }
        checkEnded();
        ledger.count("rounds");
    }

    private static Thread thread(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).unstarted(task);
    }

    private void open() throws Exception {
        Hub hub = scene.open();
        hub.addSpawnListener(started::add);
        var server =
                hub.call(() ->
                        StreamServer.on(ANYWHERE, client -> scene.parts.serve(client)).start());
        servers.add(server);
        scene.ports.add(server.port());
        scene.hubs.add(hub);
        for (int i = 2 + random.nextInt(14); i > 0; i--) {
            var choices = random.split();
            actors.add(
                    hub.spawn(() -> {
                        goOn(choices);
                        return null;
                    }));
        }
    }

    // ---------------------------------------------------------------- what goes on

    private void goOn(SplittableRandom choices) {
        while (!scene.isOver) {
            var activity = scene.anyActivity(choices);
            try {
                activity.act(scene, choices);
                ledger.count(activity.name().toLowerCase(Locale.ROOT));
            } catch (GreenletExit | HubClosedException e) {
                if (!scene.isFalling) {
                    scene.failed(activity.name(), e);
                }
                return;
            } catch (Throwable e) {
                scene.failed(activity.name(), e);
            }
        }
    }

    /// A hub that does nothing else wakes up for each call.
    private void knock(Hub idle, SplittableRandom choices) {
        while (!scene.isOver) {
            try (var _ = ledger.due("a call of an idle hub", Duration.ZERO)) {
                if (idle.call(() -> 7) != 7) {
                    ledger.breaks("an idle hub answers wrong");
                }
                Thread.sleep(choices.nextInt(5));
            } catch (InterruptedException | HubClosedException e) {
                return;
            }
        }
    }

    private void starve(SplittableRandom choices) {
        try {
            while (isScarce && !scene.isOver) {
                Thread.sleep(choices.nextInt(300));
                Scarcity.reign(choices.nextInt(60));
                ledger.count("times without descriptors");
            }
        } catch (InterruptedException e) {
            // Then it is over.
        }
    }

    // ---------------------------------------------------------------- the end

    /// All come to the end of what they do.
    private void settle() throws InterruptedException {
        for (var actor : actors) {
            if (!actor.join(CLOSE.plus(ledger.bound()).multipliedBy(2))) {
                ledger.breaks("%s does not come to its end".formatted(actor));
                return;
            }
        }
        servers.forEach(StreamServer::stop);
        for (Hub hub : scene.hubs) {
            if (!hub.awaitQuiet(CLOSE)) {
                ledger.breaks("something is left on a hub: " + hub.dump());
            }
        }
    }

    private void closeAll() throws InterruptedException {
        var order = new ArrayList<>(scene.hubs);
        Collections.shuffle(order, new Random(random.nextLong()));
        var closers = new ArrayList<Thread>();
        for (Hub hub : order) {
            var closer = thread("soak-closes", () -> close(hub));
            closer.start();
            closers.add(closer);
            if (random.nextBoolean()) {
                closer.join(CLOSE);
            }
        }
        for (Thread closer : closers) {
            closer.join(CLOSE.plus(ledger.bound()).multipliedBy(2));
            if (closer.isAlive()) {
                ledger.breaks("a hub does not close" + Ledger.stack(closer));
            }
        }
    }

    private void close(Hub hub) {
        try (var _ = ledger.due("the end of a hub", Duration.ofSeconds(1))) {
            scene.close(hub);
        }
    }

    private void checkEnded() {
        for (var greenlet : started) {
            if (!greenlet.hasEnded()) {
                ledger.breaks("%s has not ended, and its hub has".formatted(greenlet));
                return;
            }
        }
        ledger.count("greenlets", started.size());
    }
}
