package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 6.2 and 6.3: leaves something behind, or touches what belongs to others.
final class LeakTwins {
    /// What the loops of one trial leave, which is put away when the next begins.
    private static final List<AutoCloseable> LEFT = new ArrayList<>();

    private LeakTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                real("6.3", "leaves a descriptor at close", LeavesDescriptor::new),
                real("6.3", "leaves a thread at close", LeavesThread::new),
                real("6.3", "is held when it is closed", IsHeld::new),
                real("6.3", "opens a descriptor for each watch", OpensForEachWatch::new),
                real("6.3", "keeps the listeners of old watches", KeepsListeners::new),
                real("6.3", "keeps something of each poll", KeepsOfPolls::new),
                hosted("6.3", "leaves each time on its host", LeavesTimes::new),
                hosted("6.3", "keeps each time", KeepsTimesInMind::new),
                real("6.2", "writes to a number that it closed", WritesToClosed::new));
    }

    private static Twin real(String rule, String flaw, Supplier<RealLoop> loops) {
        return Twin.alone(rule, flaw, new RealSubject(loops));
    }

    private static Twin hosted(
            String rule, String flaw, Function<ScheduledExecutorService, PoolLoop> loops) {
        return Twin.alone(rule, flaw, new PoolSubject(loops));
    }

    private static AutoCloseable descriptor() {
        try {
            return new FileInputStream("/dev/null");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Gives back what all loops left.
    static void tidy() throws Exception {
        for (var left : LEFT) {
            left.close();
        }
        LEFT.clear();
    }

    private static final class LeavesDescriptor extends RealLoop {
        private final AutoCloseable own = descriptor();

        @Override
        public void close() {
            super.close();
            LEFT.add(own);
        }
    }

    private static final class LeavesThread extends RealLoop {
        private final CountDownLatch end = new CountDownLatch(1);

        LeavesThread() {
            LEFT.add(end::countDown);
            Thread.ofPlatform().daemon().start(() -> stay(end));
        }

        private static void stay(CountDownLatch end) {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static final class IsHeld extends RealLoop {
        IsHeld() {
            LEFT.add(() -> hold(this));
        }

        private static void hold(RealLoop loop) {}
    }

    private static final class OpensForEachWatch extends RealLoop {
        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            LEFT.add(descriptor());
            return super.watch(descriptor, generation, readiness);
        }
    }

    private static final class KeepsListeners extends RealLoop {
        private final List<Readiness> listeners = new ArrayList<>();

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            listeners.add(readiness);
            return super.watch(descriptor, generation, readiness);
        }
    }

    private static final class KeepsOfPolls extends RealLoop {
        private final List<byte[]> kept = new ArrayList<>();

        @Override
        public void poll(long nanos) throws IOException {
            kept.add(new byte[100]);
            super.poll(nanos);
        }
    }

    private static final class LeavesTimes extends PoolLoop {
        LeavesTimes(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        void replaced(Future<?> earlier) {
            // The flaw: the task stays where it is, and finds out by itself that it is too many.
        }
    }

    private static final class KeepsTimesInMind extends PoolLoop {
        private final List<Long> times = new ArrayList<>();

        KeepsTimesInMind(ScheduledExecutorService host) {
            super(host);
        }

        @Override
        public void wakeAt(long nanoTime) {
            times.add(nanoTime);
            super.wakeAt(nanoTime);
        }
    }

    private static final class WritesToClosed extends RealLoop {
        private final RawPipe pipe = new RawPipe();

        @Override
        public void wakeup() {
            super.wakeup();
            pipe.write();
        }

        @Override
        public void poll(long nanos) throws IOException {
            super.poll(nanos);
            pipe.drain();
        }

        @Override
        public void close() {
            super.close();
            pipe.close();
        }
    }
}
