package io.anyloop.vertx;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.loop.vertx.VertxLoop;
import io.vertx.core.Closeable;
import io.vertx.core.Completable;
import io.vertx.core.internal.VertxInternal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// The hubs of one Vert.x, what they have in common, and how they end with it. Any thread.
///
/// Vert.x runs its close hooks before it undeploys verticles, whose stop needs greenlets. So there is one hook for all hubs: it
/// undeploys, closes the hubs then, all at the same time, and only then lets Vert.x go on.
final class Application implements Closeable {
    private static final Map<VertxInternal, Application> ALL = new ConcurrentHashMap<>();

    private final VertxInternal vertx;
    private final Set<Hub> hubs = ConcurrentHashMap.newKeySet();
    private volatile VertxHubOptions options = new VertxHubOptions();
    private volatile boolean isClosed;

    private Application(VertxInternal vertx) {
        this.vertx = vertx;
    }

    /// The one of a Vert.x.
    ///
    /// @throws IllegalStateException if Vert.x is closed, or has begun to close without one
    static Application of(VertxInternal vertx) {
        return ALL.computeIfAbsent(vertx, Application::begin);
    }

    private static Application begin(VertxInternal vertx) {
        Application application = new Application(vertx);
        if (!vertx.closeFuture().add(application)) {
            throw closed();
        }
        return application;
    }

    private static IllegalStateException closed() {
        return new IllegalStateException(
                "Vert.x is closed, or closing, so it gets no hub any more. What a verticle needs in its stop has to be there before: call VertxHub.of in its start.");
    }

    VertxHubOptions options() {
        return options;
    }

    void options(VertxHubOptions newOptions) {
        if (!hubs.isEmpty()) {
            throw new IllegalStateException(
                    "The options of the hubs of a Vert.x were set when it had %s already. Set them before a verticle is deployed or a hub is asked for."
                            .formatted(hubs.iterator().next()));
        }
        options = newOptions.copy();
    }

    /// Opens a hub.
    ///
    /// @param loop taken over, whatever happens
    /// @param more options beside those of all hubs
    Hub open(VertxLoop loop, Consumer<HubBuilder> more) {
        requireOpen(loop::close);
        HubBuilder builder = options.builder();
        more.accept(builder);
        builder.errorHandler(new FailuresInContext(vertx, builder.errorHandler()));
        loop.endLimit(options.endLimit);
        loop.describer(greenlets -> Descriptions.of(loop, greenlets));
        Hub hub = builder.loop(loop).open();
        hubs.add(hub);
        loop.onLeave(() -> hubs.remove(hub));
        requireOpen(hub::close); // It may have been too late for closeHubs.
        return hub;
    }

    private void requireOpen(Runnable otherwise) {
        if (isClosed) {
            otherwise.run();
            throw closed();
        }
    }

    /// Where there is no thread for it, Vert.x is told and goes on closing: the hubs then end with their event loops.
    @Override
    public void close(Completable<Void> done) {
        try {
            start("anyloop-vertx-closing", () -> end(done));
        } catch (Throwable e) {
            isClosed = true;
            ALL.remove(vertx);
            done.fail(e);
        }
    }

    private void end(Completable<Void> done) {
        try {
            new Undeployment(vertx, options, hubs).await();
        } finally {
            isClosed = true;
            closeHubs();
            ALL.remove(vertx);
            done.succeed();
        }
    }

    /// A hub without a thread to close it on is closed here.
    private void closeHubs() {
        List<Thread> closing = new ArrayList<>();
        for (Hub hub : hubs) {
            try {
                closing.add(start(hub.name() + "-closing", hub::close));
            } catch (Throwable e) {
                hub.close();
            }
        }
        for (Thread thread : closing) {
            join(thread);
        }
    }

    private static Thread start(String name, Runnable task) {
        return Thread.ofPlatform().daemon().name(name).start(task);
    }

    /// Hub.close is over within limits of its own.
    private static void join(Thread thread) {
        while (true) {
            try {
                thread.join();
                return;
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread, and there is nothing else for it to
                // do.
            }
        }
    }
}
