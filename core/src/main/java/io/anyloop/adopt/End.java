package io.anyloop.adopt;

import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.jdk.Exits;
import io.anyloop.jdk.PlatformThreads;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// The end of a program on hubs, after the hooks of its own: those may need the hubs. What has registered with a hub ends in good
/// order, servers above all, then the hub's greenlets do. The program's own threads do not hear of it, `main` included: they go on until
/// the virtual machine stops, as without hubs.
final class End {
    /// So much longer it takes at most, for `finally` blocks.
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Engine engine;
    private final Strand<?> main;

    private End(Engine engine, Strand<?> main) {
        this.engine = engine;
        this.main = main;
    }

    /// Waits until all hubs have come to it, at most for the limit and a little more.
    static void of(List<Hub> hubs, Main main, Duration limit) {
        List<Thread> ending = new ArrayList<>();
        for (Hub hub : hubs) {
            End end = new End(Engine.of(hub), main.greenlet());
            if (hub.isClosed() || !end.isNeeded()) {
                continue;
            }
            Thread thread = PlatformThreads.daemon(hub.name() + "-ends", () -> end.drain(limit));
            try {
                PlatformThreads.start(thread);
                ending.add(thread);
            } catch (IllegalStateException e) {
                // There is none to be had: then it ends with the virtual machine.
            }
        }
        long until = System.nanoTime() + limit.plus(GRACE).toNanos();
        for (Thread thread : ending) {
            try {
                thread.join(Duration.ofNanos(Math.max(0, until - System.nanoTime())));
            } catch (InterruptedException e) {
                return; // Somebody does not want to wait.
            }
        }
    }

    /// Most programs know nothing of hubs, and have nothing to end.
    private boolean isNeeded() {
        return engine.face().drains() || !others().isEmpty();
    }

    private void drain(Duration limit) {
        engine.face().drain(limit);
        engine.atHub(() ->
                others().forEach(one ->
                        Strands.killHere(one, new GreenletExit("the program ends"))));
        long until = System.nanoTime() + limit.toNanos();
        while (!others().isEmpty() && System.nanoTime() - until < 0) {
            try {
                Thread.sleep(Duration.ofNanos(Exits.LOOK_NANOS));
            } catch (InterruptedException e) {
                return; // Nobody has a reason to.
            }
        }
    }

    /// The greenlets that are neither the main one nor waiting for the end of the program themselves.
    private List<Strand<?>> others() {
        return engine.roster().snapshot().stream()
                .filter(one -> one != main && !Exits.isCaller(Strands.thread(one)))
                .toList();
    }
}
