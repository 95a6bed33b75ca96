package io.anyloop.vertx;

import io.anyloop.Hub;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.deployment.DeploymentContext;
import io.vertx.core.internal.deployment.DeploymentManager;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/// The undeployment of all verticles of a Vert.x that closes. It is over when the last of them was stopped and its context
/// closed, also of those that somebody else undeploys at the same time: Vert.x itself does not wait for these.
final class Undeployment {
    /// When it is logged what is waited for.
    private static final Duration UNUSUAL = Duration.ofSeconds(10);

    private static final long LOOK_AGAIN_NANOS = 500_000;

    private final VertxInternal vertx;
    private final DeploymentManager manager;
    private final Duration limit; // null for none
    private final Collection<Hub> hubs;

    Undeployment(VertxInternal vertx, VertxHubOptions options, Collection<Hub> hubs) {
        this.vertx = vertx;
        this.manager = vertx.deploymentManager();
        this.limit = options.stopLimit == null ? null : options.stopLimit.plus(options.endLimit);
        this.hubs = hubs;
    }

    /// Undeploys, and waits for the end or for the limit. On a thread that may wait.
    void await() {
        Thread undeploying = Thread.ofVirtual().start(this::undeploy);
        Duration unusual = limit == null || limit.compareTo(UNUSUAL) > 0 ? UNUSUAL : limit;
        if (isOver(undeploying, unusual)) {
            return;
        }
        if (unusual == limit) {
            report("are cut off, since the limit of %s is over".formatted(limit));
            return;
        }
        report(
                limit == null
                        ? "are waited for, without a limit; VertxHubOptions.stopLimit sets one"
                        : "are waited for, up to the limit of " + limit);
        if (limit == null) {
            isOver(undeploying, Duration.ofSeconds(Long.MAX_VALUE));
        } else if (!isOver(undeploying, limit.minus(unusual))) {
            report("are cut off, since the limit of %s is over".formatted(limit));
        }
    }

    private static boolean isOver(Thread thread, Duration time) {
        while (true) {
            try {
                return thread.join(time);
            } catch (InterruptedException e) {
                // Nobody has a reason to interrupt this thread, and there is nothing else for it to
                // do.
            }
        }
    }

    private void undeploy() {
        List<DeploymentContext> there = List.copyOf(manager.deployments());
        List<Future<?>> all = new ArrayList<>();
        for (DeploymentContext deployment : there) {
            for (Context context : deployment.deployment().contexts()) {
                all.add(((ContextInternal) context).closeFuture().future());
            }
        }
        for (DeploymentContext deployment : there) {
            if (!deployment.isChild()) {
                all.add(
                        deployment
                                .undeploy(vertx.getOrCreateContext())
                                .onFailure(failure -> failed(deployment, failure)));
            }
        }
        awaitEnd(Future.join(all));
        for (DeploymentContext deployment : there) {
            awaitRemoval(deployment.id());
        }
        passEventLoops();
        // Then those that were being deployed. Vert.x's own call does not wait for what others
        // undeploy.
        awaitEnd(manager.undeployAll());
    }

    private static void awaitEnd(Future<?> future) {
        var over = new CountDownLatch(1);
        future.onComplete((_, _) -> over.countDown());
        try {
            over.await();
        } catch (InterruptedException e) {
            throw new AssertionError("Nobody has a reason to interrupt this thread.", e);
        }
    }

    /// Vert.x forgets a verticle just after its contexts are closed, on whatever thread, and tells nobody.
    private void awaitRemoval(String id) {
        while (manager.deployment(id) != null) {
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /// Just after that, in the same task of an event loop, the future of whoever undeployed it is completed: so that is done when
    /// each event loop has run another task.
    private void passEventLoops() {
        for (EventExecutor eventLoop : vertx.nettyEventLoopGroup()) {
            eventLoop.submit(() -> {}).awaitUninterruptibly();
        }
    }

    private static void failed(DeploymentContext deployment, Throwable failure) {
        if (failure instanceof IllegalStateException
                && "Already undeployed".equals(failure.getMessage())) {
            return; // By somebody else, who hears of its failure; its contexts are waited for.
        }
        log(
                Level.ERROR,
                "The verticle %s could not be undeployed in good order."
                        .formatted(deployment.deployment().identifier()),
                failure);
    }

    private void report(String what) {
        String verticles =
                manager.deployments().stream()
                        .map(d -> "%s (%s)".formatted(d.deployment().identifier(), d.id()))
                        .collect(Collectors.joining(", "));
        String greenlets =
                hubs.stream().map(hub -> hub.dump().toString()).collect(Collectors.joining("\n"));
        log(
                Level.WARNING,
                "Vert.x is closed, and these verticles have not stopped; they %s: %s. %s"
                        .formatted(what, verticles, greenlets),
                null);
    }

    static void log(Level level, String message, Throwable failure) {
        System.getLogger("io.anyloop").log(level, message, failure);
    }
}
