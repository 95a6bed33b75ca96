package io.anyloop.loop.select;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Lists the `executor` loop, and says how to get one: with
/// [ExecutorLoop#on(java.util.concurrent.Executor)], since nobody but its user can give it an
/// executor. Any thread.
public final class ExecutorLoopProvider implements LoopProvider {
    private static final String REASON = "it runs on an executor of yours, which only you can give";
    private static final String REMEDY = "Hub.on(ExecutorLoop.on(executor))";

    /// For [java.util.ServiceLoader].
    public ExecutorLoopProvider() {}

    @Override
    public String name() {
        return ExecutorLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.HOSTED;
    }

    @Override
    public String systems() {
        return "every system";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.no(REASON, REMEDY);
    }

    @Override
    public Set<Capability> capabilities() {
        return ExecutorLoop.CAPABILITIES;
    }

    @Override
    public Loop open() {
        throw new IllegalStateException(
                "The executor loop cannot be opened: " + REASON + ". Use " + REMEDY);
    }
}
