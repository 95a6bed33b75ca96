package io.anyloop.port;

import io.anyloop.jdk.Continuations;
import io.anyloop.jdk.HubThreads;
import io.anyloop.jdk.UserCode;
import io.anyloop.kernel.Carrier;
import io.anyloop.kernel.Deliveries;
import io.anyloop.kernel.DrivenCarrier;
import io.anyloop.kernel.Engine;
import io.anyloop.kernel.HostedCarrier;
import io.anyloop.kernel.HubThread;
import io.anyloop.kernel.Strand;
import io.anyloop.kernel.Strands;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Surroundings;
import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/// A hub, as the JDK sees it: the scheduler of its virtual threads. A [ForkJoinPool] only so that timed parks come here
/// too: the JDK asks `scheduler instanceof ForkJoinPool` (Java 25 and later). No thread of the pool is ever started.
///
/// Continuations arrive by [#execute] on Java 25, by [#submit] from Java 26 on. Both are called by anybody: the hub, other hubs,
/// the JDK's pollers and timers, sometimes with the caller pinned. So they only queue, take no lock, and never refuse.
///
/// With the agent it is also the port to which the JDK's own waits come. The methods for that implement an interface of the
/// agent's, `sun.nio.ch.AnyloopPort`, which the agent adds to this class when it is loaded; there they are described.
public final class HubScheduler extends ForkJoinPool {
    /// The kinds of calls, as `AnyloopPort` has them.
    private static final int PARKS = 0;

    private static final int BLOCKS = 2;

    private final Engine hub;
    private final DescriptorTable descriptors;
    private final GivingWay givingWay;

    public HubScheduler(Engine hub, DescriptorTable descriptors, GivingWay givingWay) {
        super(1);
        this.hub = hub;
        this.descriptors = descriptors;
        this.givingWay = givingWay;
    }

    @Override
    public void execute(Runnable continuation) {
        hub.submit(continuation);
    }

    @Override
    public <T> ForkJoinTask<T> submit(ForkJoinTask<T> continuation) {
        hub.submit(Continuations.in(continuation));
        return continuation;
    }

    // Overrides ForkJoinPool.schedule, which is new in Java 25; no @Override, so that this compiles
    // for 21.
    // Called when a virtual thread has left its carrier, sometimes under a lock of the JDK's: only
    // queues.
    public ScheduledFuture<?> schedule(Runnable wake, long delay, TimeUnit unit) {
        return hub.parkTimed(wake, unit.toNanos(delay));
    }

    // ---------------------------------------------------------------- the agent's port

    public boolean awaitDescriptor(int descriptor, boolean reads, long nanos, int closes)
            throws IOException {
        if (!descriptors.servesJdk || !hub.comesHome()) {
            return false;
        }
        return descriptors
                .at(descriptor)
                .awaitForJdk(reads ? Interest.READ : Interest.WRITE, nanos, closes);
    }

    public void awaitReadable(int descriptor) {
        if (descriptors.servesJdk && hub.runsHere() && !isPinnedToHost()) {
            descriptors.at(descriptor).awaitIfPossible(Interest.READ);
        }
    }

    public boolean isDrained(int descriptor, int closes) {
        KeptWatch jdk = hub.runsHere() ? descriptors.jdkAt(descriptor) : null;
        return jdk != null && jdk.isDrained(closes);
    }

    public void hasRead(int descriptor, int got, int asked, int closes) {
        KeptWatch jdk = hub.runsHere() ? descriptors.jdkAt(descriptor) : null;
        if (jdk != null) {
            jdk.hasRead(got, asked, closes);
        }
    }

    public Throwable noteThrown(Throwable exception, Object socket, int kind) {
        Deliveries deliveries = deliveriesHere();
        return deliveries == null ? exception : deliveries.noteThrown(exception, socket, kind);
    }

    public Throwable takeThrown(Object socket, int kind) {
        Deliveries deliveries = deliveriesHere();
        return deliveries == null ? null : deliveries.takeThrown(socket, kind);
    }

    public String abandons() {
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        if (greenlet == null || Strands.deliveries(greenlet).keepsSockets()) {
            return null;
        }
        return "greenlet %s left it in the middle of a read or a write, because of %s"
                .formatted(Strands.name(greenlet), Strands.deliveries(greenlet).cause());
    }

    public void cutOffInLine(int kind, long nanos) {
        Deliveries deliveries = deliveriesHere();
        if (deliveries != null) {
            deliveries.cutOff("line behind another that uses the same socket", kind, nanos);
        }
    }

    public boolean isToGiveWay() {
        return givingWay.isDue();
    }

    public void giveWayAtWait(boolean mayThrow) {
        givingWay.atWait(mayThrow);
    }

    public void giveWayAtFile() {
        givingWay.atFile();
    }

    public void beginStuck() {
        if (HubThreads.carrier() instanceof HubThread me
                && carrier() instanceof DrivenCarrier own) {
            own.beginStuck(me);
        } else if (hub.runsHere()) {
            if (descriptors.jdkWait != null) {
                descriptors.jdkWait.refusePinned();
            }
            if (carrier() instanceof HostedCarrier guest) {
                guest.pinned(true);
            }
        }
    }

    /// A host's thread has nobody to stand in for it, so a wait that would park it must not come to its loop.
    private boolean isPinnedToHost() {
        return !(carrier() instanceof DrivenCarrier)
                && UserCode.isAtClasses(Thread.currentThread().getStackTrace());
    }

    public void endStuck(Runnable parkThread) {
        if (HubThreads.carrier() instanceof HubThread me
                && carrier() instanceof DrivenCarrier own) {
            own.endStuck(me, parkThread);
        } else if (hub.runsHere() && carrier() instanceof HostedCarrier guest) {
            guest.pinned(false);
        }
    }

    public boolean beginCall(int kind) {
        if (HubThreads.carrier() instanceof HubThread me
                && carrier() instanceof DrivenCarrier own) {
            own.beginCall(me);
            return true;
        }
        if (kind != PARKS && hub.runsHere() && carrier() instanceof HostedCarrier guest) {
            guest.errands().begin(kind == BLOCKS);
            return true;
        }
        return false;
    }

    public void endCall(Runnable parkThread) {
        if (HubThreads.carrier() instanceof HubThread me
                && carrier() instanceof DrivenCarrier own) {
            own.endCall(me, parkThread);
        } else if (carrier() instanceof HostedCarrier guest) {
            guest.errands().end();
        }
    }

    public Runnable forked(Runnable task) {
        Surroundings surroundings = hub.surroundingsElsewhere();
        return surroundings == null ? task : new ForkedTask(task, surroundings);
    }

    /// Null once the hub has ended.
    private Carrier carrier() {
        return hub.seat().hasEnded() ? null : hub.seat().carrier();
    }

    private static Deliveries deliveriesHere() {
        Strand<?> greenlet = Strands.of(Thread.currentThread());
        return greenlet == null ? null : Strands.deliveries(greenlet);
    }

    // ---------------------------------------------------------------- its end

    @Override
    public void shutdown() {
        throw refusal();
    }

    @Override
    public void close() {
        throw refusal();
    }

    private static UnsupportedOperationException refusal() {
        return new UnsupportedOperationException(
                "A hub's scheduler ends with its hub. Close the hub.");
    }
}
