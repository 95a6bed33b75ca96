package io.anyloop.integration.serving;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/// A loop that counts the waits for descriptors which come to it, and has another one do them.
final class CountedLoop implements DrivenLoop {
    /// What stands before the other one's name.
    static final String PREFIX = "counted-";

    /// How often the other loop has told that a descriptor is ready, for whom somebody waits.
    static final AtomicInteger REPORTS = new AtomicInteger();

    private final DrivenLoop loop;

    private CountedLoop(DrivenLoop loop) {
        this.loop = loop;
    }

    @Override
    public String name() {
        return PREFIX + loop.name();
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
        return loop.watch(
                descriptor,
                generation,
                what -> {
                    REPORTS.incrementAndGet();
                    readiness.ready(what);
                });
    }

    @Override
    public void poll(long nanos) throws IOException {
        loop.poll(nanos);
    }

    @Override
    public void moveTo(Thread owner) {
        loop.moveTo(owner);
    }

    @Override
    public void threadEnds() {
        loop.threadEnds();
    }

    @Override
    public void wakeup() {
        loop.wakeup();
    }

    @Override
    public void close() {
        loop.close();
    }

    /// `counted-select`.
    public static final class OfSelect extends Provider {
        public OfSelect() {
            super("select");
        }
    }

    /// `counted-epoll`.
    public static final class OfEpoll extends Provider {
        public OfEpoll() {
            super("epoll");
        }
    }

    private abstract static class Provider implements LoopProvider {
        private final String of;

        Provider(String of) {
            this.of = of;
        }

        private LoopProvider other() {
            for (LoopProvider provider : ServiceLoader.load(LoopProvider.class)) {
                if (provider.name().equals(of)) {
                    return provider;
                }
            }
            throw new IllegalStateException("There is no loop " + of);
        }

        @Override
        public String name() {
            return PREFIX + of;
        }

        @Override
        public Kind kind() {
            return Kind.DRIVEN;
        }

        @Override
        public String systems() {
            return "tests";
        }

        @Override
        public int priority() {
            return 0;
        }

        @Override
        public Availability availability() {
            return other().availability();
        }

        @Override
        public Set<Capability> capabilities() {
            return other().capabilities();
        }

        @Override
        public Loop open() throws IOException {
            return new CountedLoop((DrivenLoop) other().open());
        }
    }
}
