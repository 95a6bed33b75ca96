package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 1.
final class ProviderTwins {
    private ProviderTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                new Twin("1.1", "has a name with a capital", named("Sim")),
                new Twin("1.1", "has not the name of its provider", named("other")),
                new Twin("1.2", "has no answer whether it is available", withoutAnswer()),
                new Twin("1.3", "opens only once", onlyOne()),
                new Twin("1.3", "opens where it is not available", openedAnyway()),
                new Twin("1.3", "keeps the remedy to itself", refusedCurtly()),
                new Twin("1.4", "takes KEEP for ONCE", keepIsOnce()),
                new Twin("1.4", "watches and does not say so", secretlyWatches()),
                new Twin("1.4", "declares other than its provider", declaresNothing()),
                new Twin("1.5", "is of no kind", ofNoKind()),
                new Twin("1.5", "is made for no system", madeFor(() -> "")),
                new Twin("1.5", "does not know its systems", madeFor(() -> null)),
                new Twin("1.5", "is made for another system at each call", madeForAny()));
    }

    private static Subject ofNoKind() {
        return new BentSubject(BentLoop::new) {
            @Override
            public Kind kind() {
                return null;
            }
        };
    }

    private static Subject madeFor(Supplier<String> systems) {
        return new BentSubject(BentLoop::new) {
            @Override
            public String systems() {
                return systems.get();
            }
        };
    }

    private static Subject madeForAny() {
        var calls = new AtomicInteger();
        return madeFor(() -> "system " + calls.incrementAndGet());
    }

    private static Subject named(String name) {
        return new BentSubject(BentLoop::new) {
            @Override
            public String name() {
                return name;
            }
        };
    }

    private static Subject withoutAnswer() {
        return new BentSubject(BentLoop::new) {
            @Override
            public Availability availability() {
                return null;
            }
        };
    }

    private static Subject onlyOne() {
        return new BentSubject(ClosableLoop::new) {
            private ClosableLoop only;

            @Override
            public BentLoop open() {
                if (only == null || only.closed) {
                    only = (ClosableLoop) super.open();
                }
                return only;
            }
        };
    }

    private static final class ClosableLoop extends BentLoop {
        private boolean closed;

        @Override
        public void close() {
            super.close();
            closed = true;
        }
    }

    private static Subject openedAnyway() {
        return new BentSubject(BentLoop::new) {
            @Override
            public Availability availability() {
                return Availability.no("no luck today", "try tomorrow");
            }
        };
    }

    private static Subject refusedCurtly() {
        return new BentSubject(BentLoop::new) {
            @Override
            public Availability availability() {
                return Availability.no("no luck today", "try tomorrow");
            }

            @Override
            public BentLoop open() {
                throw new IllegalStateException("no luck today");
            }
        };
    }

    private static Subject keepIsOnce() {
        return DescriptorTwins.watching((loop, descriptor, generation, readiness) ->
                new BentLoop.BentWatch(loop, descriptor, generation, readiness) {
                    @Override
                    public void arm(Interest interest, Mode mode) throws IOException {
                        super.arm(interest, Mode.ONCE);
                    }
                });
    }

    private static Subject secretlyWatches() {
        return new BentSubject(() ->
                new BentLoop() {
                    @Override
                    public Set<Capability> capabilities() {
                        return Set.of(Capability.VIRTUAL_TIME);
                    }
                });
    }

    private static Subject declaresNothing() {
        return new BentSubject(() ->
                new BentLoop() {
                    @Override
                    public Set<Capability> capabilities() {
                        return Set.of();
                    }
                }) {
            @Override
            public Set<Capability> capabilities() {
                return new BentLoop().capabilities();
            }
        };
    }
}
