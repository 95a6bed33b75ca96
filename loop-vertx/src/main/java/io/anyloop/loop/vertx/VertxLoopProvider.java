package io.anyloop.loop.vertx;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.vertx.core.ThreadingModel;
import io.vertx.core.internal.ContextInternal;
import java.util.Set;

/// Opens a loop on the event loop whose handler is running. Any thread; available in handlers of event-loop contexts only,
/// and preferred there.
public final class VertxLoopProvider implements LoopProvider {
    private static final String REMEDY =
            "VertxHub.of(vertx) opens or finds a hub on one of its event loops, from any thread";

    /// For [java.util.ServiceLoader].
    public VertxLoopProvider() {}

    @Override
    public String name() {
        return VertxLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.HOSTED;
    }

    @Override
    public String systems() {
        return "every system";
    }

    /// Above the loops with threads of their own: code on an event loop of Vert.x's means that one.
    @Override
    public int priority() {
        return 300;
    }

    @Override
    public Availability availability() {
        ContextInternal context = ContextInternal.current();
        if (context == null) {
            return Availability.no(
                    "it runs on an event loop of Vert.x's, and this is none", REMEDY);
        }
        if (context.threadingModel() != ThreadingModel.EVENT_LOOP) {
            return Availability.no(
                    "this context has the threading model " + context.threadingModel(),
                    "deploy the verticle with ThreadingModel.EVENT_LOOP; or " + REMEDY);
        }
        if (!context.inThread()) {
            return Availability.no(
                    "%s is not the thread of the context's event loop, %s"
                            .formatted(Thread.currentThread(), context.nettyEventLoop()),
                    REMEDY);
        }
        return Availability.yes();
    }

    /// What the event loop at hand can do; away from one, what most can.
    @Override
    public Set<Capability> capabilities() {
        return availability().isYes() ? here().capabilities() : Set.of(Capability.DESCRIPTORS);
    }

    @Override
    public Loop open() {
        if (availability() instanceof Availability.Unavailable no) {
            throw new IllegalStateException(
                    "The loop vertx is not available: %s. Remedy: %s."
                            .formatted(no.reason(), no.remedy()));
        }
        return here();
    }

    private static VertxLoop here() {
        return VertxLoop.on(ContextInternal.current());
    }
}
