package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Guest;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.stream.Stream;

/// Breaks rules 4, and what rule 6.1 says of hosts.
final class HostedTwins {
    private HostedTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                twin("4.1", "nests turns", NestsTurns::new),
                twin("4.2", "forgets a wake-up inside a turn", ForgetsInside::new, "4.4"),
                twin("4.3", "posts a turn for each wake-up", PostsEach::new),
                twin("4.3", "begins unasked", BeginsUnasked::new),
                twin("4.4", "repeats turns inside one task", RepeatsTurns::new),
                twin("4.5", "is early", IsEarly::new),
                twin("4.5", "keeps times that were replaced", KeepsTimes::new),
                twin("4.6", "does not look at its thread", TakesAnyThread::new),
                twin("4.7", "keeps the end of its host to itself", HidesTheEnd::new),
                twin("4.7", "tells the end of its host again", RepeatsTheEnd::new),
                twin("4.8", "goes on when it is closed", GoesOnWhenClosed::new),
                twin("4.8", "leaves its timer on the host", LeavesTimer::new),
                twin("4.9", "thinks each thread is its own", OwnsEachThread::new),
                twin("4.10", "takes a second guest", TakesSecondGuest::new),
                twin("6.1", "ends a host that it was given", EndsHost::new, "4.8"));
    }

    private static Twin twin(
            String rule,
            String flaw,
            Function<ScheduledExecutorService, PoolLoop> loops,
            String... alsoBreaks) {
        return new Twin(rule, flaw, Set.of(alsoBreaks), new PoolSubject(loops));
    }

    private static final class NestsTurns extends PoolLoop {
        private boolean nested;

        NestsTurns(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void wakeup() {
            if (onLoopThread() && !nested) {
                nested = true;
                turn();
                nested = false;
            }
            super.wakeup();
        }
    }

    private static final class ForgetsInside extends PoolLoop {
        ForgetsInside(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void wakeup() {
            if (!onLoopThread()) {
                super.wakeup();
            }
        }
    }

    private static final class PostsEach extends PoolLoop {
        PostsEach(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void wakeup() {
            if (!closed) {
                post(this::turn);
            }
        }
    }

    private static final class BeginsUnasked extends PoolLoop {
        BeginsUnasked(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void attach(Guest guest) {
            super.attach(guest);
            wakeup();
        }
    }

    private static final class RepeatsTurns extends PoolLoop {
        RepeatsTurns(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void task() {
            while (asked.getAndSet(false)) {
                turn();
            }
        }
    }

    private static final class IsEarly extends PoolLoop {
        IsEarly(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        Future<?> schedule(long nanos) {
            return super.schedule(nanos / 2);
        }
    }

    private static final class KeepsTimes extends PoolLoop {
        KeepsTimes(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void replaced(Future<?> earlier) {}
    }

    private static final class TakesAnyThread extends PoolLoop {
        TakesAnyThread(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void unfit(String why) {}
    }

    private static final class HidesTheEnd extends PoolLoop {
        HidesTheEnd(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void hostEnded(RejectedExecutionException e) {}
    }

    private static final class RepeatsTheEnd extends PoolLoop {
        RepeatsTheEnd(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void hostEnded(RejectedExecutionException e) {
            asked.set(false);
            tell(new IllegalStateException("The executor has been shut down.", e));
        }
    }

    private static final class GoesOnWhenClosed extends PoolLoop {
        GoesOnWhenClosed(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        boolean mayRun() {
            return true;
        }
    }

    private static final class LeavesTimer extends PoolLoop {
        LeavesTimer(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void leave(Future<?> pending) {}
    }

    private static final class OwnsEachThread extends PoolLoop {
        OwnsEachThread(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public boolean onLoopThread() {
            return true;
        }
    }

    private static final class TakesSecondGuest extends PoolLoop {
        TakesSecondGuest(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void attach(Guest guest) {
            replaceGuest(guest);
        }
    }

    private static final class EndsHost extends PoolLoop {
        EndsHost(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void close() {
            super.close();
            host.shutdownNow();
        }
    }
}
