package io.anyloop;

import io.anyloop.base.Logs;
import io.anyloop.function.Body;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.Face;
import io.anyloop.kernel.Registrations;
import io.anyloop.kernel.Spawner;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Switching;
import io.anyloop.kernel.Watching;
import io.anyloop.port.GivingWay;
import io.anyloop.port.HubScheduler;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.Surroundings;
import io.anyloop.watch.StuckWatch;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// What a [Hub] is made of that its engine does not know: what users have set, and what they are told. Puts the rooms together.
final class HubInside implements Face, Engine.Parts {
    final LazyPool pool;
    final LazyPool names;
    final Draining draining;
    final CopyOnWriteArrayList<Consumer<? super Greenlet<?>>> spawnListeners =
            new CopyOnWriteArrayList<>();
    private final Hub hub;
    private final ErrorHandler errorHandler;
    private final List<ContextCarrier> carriers;
    private final SwitchListener switchListener;
    private final StuckTelling stuckTelling;
    private GivingWay givingWay;
    private StuckWatch stuckWatch;
    private ProgramTie tie;

    HubInside(Hub hub, HubBuilder builder) {
        this.hub = hub;
        this.errorHandler = builder.errorHandler;
        this.carriers = builder.carriers;
        this.switchListener = builder.switchListener;
        this.stuckTelling = new StuckTelling(hub, builder);
        this.pool = new LazyPool(hub, "-pool", 10);
        this.names = new LazyPool(hub, "-names", 32);
        this.draining = new Draining(hub);
    }

    /// Ties the hub to the program.
    void begin(HubBuilder builder) {
        tie = ProgramTie.of(hub, builder);
    }

    StuckWatch stuckWatch() {
        return stuckWatch;
    }

    ProgramTie tie() {
        return tie;
    }

    // ---------------------------------------------------------------- the parts

    @Override
    public Face face() {
        return this;
    }

    @Override
    public Registrations registrations(Loop loop) {
        return hub.descriptors;
    }

    @Override
    public Switching switching(Engine engine) {
        return switchListener == null ? null : new Switches(engine, switchListener);
    }

    @Override
    public Watching watching(Engine engine) {
        givingWay = new GivingWay(engine);
        stuckWatch = new StuckWatch(engine, stuckTelling, givingWay::demand);
        return stuckWatch;
    }

    @Override
    public Executor scheduler(Engine engine) {
        return new HubScheduler(engine, hub.descriptors, givingWay);
    }

    // ---------------------------------------------------------------- the face

    @Override
    public Object hub() {
        return hub;
    }

    @Override
    public void started(Strand<?> started) {
        for (Consumer<? super Greenlet<?>> listener : spawnListeners) {
            try {
                listener.accept((Greenlet<?>) started);
            } catch (Throwable e) {
                hub.engine.report(listener, e);
            }
        }
    }

    @Override
    public void failed(Object source, Throwable failure) {
        ErrorReport report = new ErrorReport(hub, source, failure);
        try {
            errorHandler.failed(report);
        } catch (Throwable e) {
            if (e != failure) {
                e.addSuppressed(failure);
            }
            Logs.log(
                    Level.ERROR,
                    "The error handler of hub " + hub.name() + " failed on: " + report,
                    e);
        }
    }

    @Override
    public String dump(int most) {
        return dumpOf(most).toString();
    }

    HubDump dump() {
        return dumpOf(Integer.MAX_VALUE);
    }

    private HubDump dumpOf(int most) {
        long now = hub.engine.now();
        List<Strand<?>> all = hub.engine.roster().snapshot();
        List<HubDump.Entry> entries =
                all.stream().limit(most).map(one -> describe((Greenlet<?>) one, now)).toList();
        return new HubDump(hub.name(), hub.loopName(), all.size(), entries);
    }

    private static HubDump.Entry describe(Greenlet<?> greenlet, long now) {
        return new HubDump.Entry(
                greenlet.id(),
                greenlet.name(),
                greenlet.state(),
                Spawner.waitsOn(greenlet),
                Spawner.waitsSince(greenlet, now),
                Spawner.spawnedBy(greenlet),
                Spawner.spawnStack(greenlet));
    }

    /// Puts around a greenlet's body what the host wants there.
    <T> Body<? extends T, ?> surround(Greenlet<T> greenlet, Body<? extends T, ?> body) {
        HostedLoop host = hub.engine.host();
        Surroundings surroundings = host == null ? null : host.surroundings();
        if (carriers != null) {
            surroundings = Carried.within(surroundings, carriers);
        }
        return surroundings == null ? body : new Surrounded<>(greenlet, body, surroundings);
    }

    @Override
    public Surroundings surroundingsElsewhere() {
        HostedLoop host = hub.engine.host();
        Surroundings surroundings = host == null ? null : host.surroundingsElsewhere();
        return carriers == null ? surroundings : Carried.within(surroundings, carriers);
    }

    // ---------------------------------------------------------------- its end

    @Override
    public boolean drains() {
        return !draining.isEmpty();
    }

    @Override
    public void drain(Duration limit) {
        draining.drain(limit);
    }

    @Override
    public void ended() {
        pool.close();
        names.close();
    }

    @Override
    public void gone() {
        tie.cut();
    }
}
