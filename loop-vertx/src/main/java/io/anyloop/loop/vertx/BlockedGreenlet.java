package io.anyloop.loop.vertx;

import io.vertx.core.VertxOptions;
import io.vertx.core.internal.threadchecker.ThreadInfo;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// What Vert.x's checker of blocked threads watches in our name: a stand-in for the event loop's thread, never started, whose
/// stack is that of the greenlet which runs. The stack of the thread itself ends where it mounts a greenlet.
final class BlockedGreenlet {
    private final Residents residents;

    /// Held here: the checker forgets it with us.
    private StandIn standIn;

    private ThreadInfo info; // null before the first turn

    BlockedGreenlet(Residents residents) {
        this.residents = residents;
    }

    void turnBegins() {
        if (info == null) {
            register(Thread.currentThread());
        }
        info.startTime = System.nanoTime();
    }

    private void register(Thread carrier) {
        info = limitOf(carrier);
        standIn = new StandIn(carrier);
        residents.vertx().blockedThreadChecker().registerThread(standIn, info);
    }

    /// The limit that Vert.x has set for a thread. Its type is hidden where Vert.x is on the module path: the default then.
    private static ThreadInfo limitOf(Thread carrier) {
        try {
            var lookup = MethodHandles.publicLookup();
            Class<?> type = carrier.getClass();
            var unit =
                    lookup.findVirtual(
                            type, "maxExecTimeUnit", MethodType.methodType(TimeUnit.class));
            var time = lookup.findVirtual(type, "maxExecTime", MethodType.methodType(long.class));
            return new ThreadInfo((TimeUnit) unit.invoke(carrier), (long) time.invoke(carrier));
        } catch (Throwable e) {
            return new ThreadInfo(
                    VertxOptions.DEFAULT_MAX_EVENT_LOOP_EXECUTE_TIME_UNIT,
                    VertxOptions.DEFAULT_MAX_EVENT_LOOP_EXECUTE_TIME);
        }
    }

    void turnEnds() {
        info.startTime = 0;
    }

    private final class StandIn extends Thread {
        private final Thread carrier;

        StandIn(Thread carrier) {
            super(carrier.getName() + ", in a greenlet,");
            this.carrier = carrier;
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            Residents.Place place = residents.mountedOn(carrier);
            Thread greenlet = place == null ? null : place.thread;
            if (greenlet == null) {
                return carrier.getStackTrace();
            }
            var who =
                    new StackTraceElement(
                            "greenlet " + greenlet.getName(), "#" + greenlet.threadId(), null, -1);
            return Stream.concat(Stream.of(who), Arrays.stream(greenlet.getStackTrace()))
                    .toArray(StackTraceElement[]::new);
        }
    }
}
