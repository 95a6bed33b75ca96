package io.anyloop.loop.vertx;

import io.netty.channel.EventLoop;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.threadchecker.ThreadInfo;
import java.util.Arrays;
import java.util.stream.Stream;

/// What Vert.x's checker of blocked threads watches in our name: a stand-in for the event loop's thread, never started, whose
/// stack is that of the greenlet which runs. The stack of the thread itself ends where it mounts a greenlet.
final class BlockedGreenlet {
    private final Residents residents;
    private final EventLoop eventLoop;
    private final ThreadInfo info =
            new ThreadInfo(
                    VertxOptions.DEFAULT_MAX_EVENT_LOOP_EXECUTE_TIME_UNIT,
                    VertxOptions.DEFAULT_MAX_EVENT_LOOP_EXECUTE_TIME);
    private StandIn standIn;

    BlockedGreenlet(Residents residents, EventLoop eventLoop) {
        this.residents = residents;
        this.eventLoop = eventLoop;
    }

    void turnBegins() {
        if (standIn == null) {
            standIn = new StandIn(Thread.currentThread());
            residents.vertx().blockedThreadChecker().registerThread(standIn, info);
        }
        info.startTime = System.nanoTime();
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
