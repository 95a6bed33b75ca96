package io.anyloop.tck;

import io.anyloop.spi.Capability;
import io.anyloop.spi.Guest;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Surroundings;
import io.anyloop.spi.Watch;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Looks at the host's thread before and after each turn: its interrupt flag, up in every second
/// turn, and its context class loader. Can put something around greenlets, too.
final class TurnProbe {
    private final List<String> changes = new CopyOnWriteArrayList<>();
    private final AtomicInteger count = new AtomicInteger();
    private Supplier<Surroundings> surroundings;
    private Consumer<HostedLoop> attaching = loop -> {};

    HostedLoop watch(HostedLoop loop) {
        return new Watched(loop);
    }

    /// Puts something around each greenlet, in place of what the loop does.
    TurnProbe surround(Supplier<Surroundings> maker) {
        surroundings = maker;
        return this;
    }

    /// Does something with the watched loop before it takes its guest in.
    TurnProbe whenAttaching(Consumer<HostedLoop> action) {
        attaching = action;
        return this;
    }

    int count() {
        return count.get();
    }

    /// What a turn has left changed.
    List<String> changes() {
        return changes;
    }

    private void turn(Guest guest) {
        boolean interrupted = count.incrementAndGet() % 2 == 0;
        Thread host = Thread.currentThread();
        ClassLoader before = host.getContextClassLoader();
        if (interrupted) {
            host.interrupt();
        }
        guest.turn();
        if (Thread.interrupted() != interrupted) {
            changes.add("the interrupt flag was " + interrupted);
        }
        if (host.getContextClassLoader() != before) {
            changes.add("the context class loader");
            host.setContextClassLoader(before);
        }
    }

    private final class Watched implements HostedLoop {
        private final HostedLoop loop;

        Watched(HostedLoop loop) {
            this.loop = loop;
        }

        @Override
        public void attach(Guest guest) {
            attaching.accept(this);
            loop.attach(
                    new Guest() {
                        @Override
                        public void turn() {
                            TurnProbe.this.turn(guest);
                        }

                        @Override
                        public void hostClosed(Throwable cause) {
                            guest.hostClosed(cause);
                        }
                    });
        }

        @Override
        public String name() {
            return loop.name();
        }

        @Override
        public Set<Capability> capabilities() {
            return loop.capabilities();
        }

        @Override
        public long nanoTime() {
            return loop.nanoTime();
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return loop.watch(descriptor, generation, readiness);
        }

        @Override
        public void wakeup() {
            loop.wakeup();
        }

        @Override
        public void wakeAt(long nanoTime) {
            loop.wakeAt(nanoTime);
        }

        @Override
        public boolean onLoopThread() {
            return loop.onLoopThread();
        }

        @Override
        public Surroundings surroundings() {
            return surroundings == null ? loop.surroundings() : surroundings.get();
        }

        @Override
        public Surroundings surroundingsElsewhere() {
            return loop.surroundingsElsewhere();
        }

        @Override
        public void close() {
            loop.close();
        }
    }
}
