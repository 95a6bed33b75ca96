package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 3.
final class DescriptorTwins {
    private DescriptorTwins() {}

    /// How a twin makes its watches.
    @FunctionalInterface
    interface Watches {
        Watch watch(BentLoop loop, int descriptor, long generation, Readiness readiness);
    }

    static Subject watching(Watches watches) {
        return new BentSubject(() ->
                new BentLoop() {
                    @Override
                    public Watch watch(int number, long generation, Readiness readiness) {
                        return watches.watch(this, number, generation, readiness);
                    }
                });
    }

    static Stream<Twin> all() {
        return Stream.of(
                new Twin("3.1", "sees edges only", watching(SeesEdgesOnly::new)),
                new Twin("3.2", "stays armed", watching(StaysArmed::new)),
                new Twin("3.3", "adds what is armed later", watching(AddsInterest::new)),
                new Twin(
                        "3.3",
                        "reports what nobody asked for",
                        Set.of("3.7", "3.8"),
                        watching(IgnoresInterest::new)),
                new Twin("3.4", "goes on after cancel", watching(GoesOnAfterCancel::new)),
                new Twin("3.5", "cancels by number", loop(CancelsByNumber::new)),
                new Twin("3.5", "lets the older be armed", watching(ArmsTheOlder::new)),
                new Twin(
                        "3.6", "reports while arming", Set.of("3.4"), watching(ReportsAtOnce::new)),
                new Twin("3.7", "keeps a hang-up from writers", watching(ForReadersOnly::new)),
                new Twin("3.8", "forgets a number for good", loop(ForgetsNumbers::new)),
                new Twin("3.9", "takes negative numbers", watching(MistakenWatch::negative)),
                new Twin("3.9", "watches twice", watching(MistakenWatch::twice)),
                new Twin("3.9", "goes back a generation", watching(MistakenWatch::older)),
                new Twin("3.10", "reports one at a time", loop(OneAtATime::new)),
                new Twin("3.10", "reports some twice", loop(SomeTwice::new)),
                new Twin("3.11", "keeps for one report", KeepLoop.once()),
                new Twin("3.11", "repeats an edge", KeepLoop.level()));
    }

    private static Subject loop(Supplier<BentLoop> loops) {
        return new BentSubject(loops);
    }

    /// When it is armed for the first time, so that other rules are not in question.
    private static final class SeesEdgesOnly extends BentLoop.BentWatch {
        private final BentLoop loop;
        private final int descriptor;
        private boolean armedBefore;
        private boolean missed;

        SeesEdgesOnly(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
            this.loop = loop;
            this.descriptor = descriptor;
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(interest, mode);
            missed = !armedBefore && loop.wires.get(descriptor).isReadable();
            armedBefore = true;
        }

        @Override
        public void ready(int what) {
            if (!missed) {
                super.ready(what);
            }
        }
    }

    /// From the second arming on, so that other rules are not in question.
    private static final class StaysArmed extends BentLoop.BentWatch {
        private int armings;
        private Interest interest;

        StaysArmed(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(interest, mode);
            this.interest = interest;
            armings++;
        }

        @Override
        public void ready(int what) {
            if (armings > 1) {
                armAgain(interest);
            }
            super.ready(what);
        }
    }

    private static final class AddsInterest extends BentLoop.BentWatch {
        private Interest armed;

        AddsInterest(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            armed = armed == null || armed == interest ? interest : Interest.READ_AND_WRITE;
            super.arm(armed, mode);
        }

        @Override
        public void ready(int what) {
            armed = null;
            super.ready(what);
        }
    }

    private static final class IgnoresInterest extends BentLoop.BentWatch {
        IgnoresInterest(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(Interest.READ_AND_WRITE, mode);
        }
    }

    private static final class GoesOnAfterCancel implements Watch {
        private final BentLoop loop;
        private final int descriptor;
        private final long generation;
        private final Readiness readiness;
        private final Watch plain;
        private Interest armed;

        GoesOnAfterCancel(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            this.loop = loop;
            this.descriptor = descriptor;
            this.generation = generation;
            this.readiness = readiness;
            plain = loop.sim.watch(descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            plain.arm(interest, mode);
            armed = interest;
        }

        @Override
        public void cancel() {
            plain.cancel();
            if (armed != null) {
                goOn();
            }
        }

        private void goOn() {
            try {
                loop.sim.watch(descriptor, generation, readiness).arm(armed, Mode.ONCE);
                armed = null;
            } catch (IOException | IllegalArgumentException e) {
                // A newer generation is there, or the descriptor is closed: that is another rule.
            }
        }
    }

    private static final class CancelsByNumber extends BentLoop {
        private final Map<Integer, Watch> newest = new HashMap<>();

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            var watch =
                    new BentWatch(this, descriptor, generation, readiness) {
                        @Override
                        public void cancel() {
                            super.cancel();
                            newest.get(descriptor).cancel();
                        }
                    };
            newest.put(descriptor, watch.plain);
            return watch;
        }
    }

    private static final class ArmsTheOlder extends BentLoop.BentWatch {
        ArmsTheOlder(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            try {
                super.arm(interest, mode);
            } catch (IllegalStateException e) {
                // The flaw: whoever armed it waits for ever.
            }
        }
    }

    private static final class ReportsAtOnce extends BentLoop.BentWatch {
        private final BentLoop loop;
        private final int descriptor;

        ReportsAtOnce(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
            this.loop = loop;
            this.descriptor = descriptor;
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(interest, mode);
            if (interest.reads() && loop.wires.get(descriptor).isReadable()) {
                loop.poll(0);
            }
        }
    }

    private static final class ForReadersOnly extends BentLoop.BentWatch {
        ForReadersOnly(BentLoop loop, int descriptor, long generation, Readiness readiness) {
            super(loop, descriptor, generation, readiness);
        }

        @Override
        public void ready(int what) {
            if ((what & UNUSUAL) == 0 || (what & READ) != 0) {
                super.ready(what);
            }
        }
    }

    private static final class ForgetsNumbers extends BentLoop {
        private final Set<Integer> forgotten = new HashSet<>();

        @Override
        void wasClosed(int descriptor) {
            forgotten.add(descriptor);
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return new BentWatch(this, descriptor, generation, readiness) {
                @Override
                public void arm(Interest interest, Mode mode) throws IOException {
                    if (!forgotten.contains(descriptor)) {
                        super.arm(interest, mode);
                    }
                }
            };
        }
    }

    /// A watch that is given out where it should be refused.
    private static final class MistakenWatch implements Watch {
        static Watch negative(BentLoop loop, int descriptor, long generation, Readiness heard) {
            return descriptor < 0
                    ? new MistakenWatch()
                    : loop.sim.watch(descriptor, generation, heard);
        }

        static Watch twice(BentLoop loop, int descriptor, long generation, Readiness heard) {
            try {
                return loop.sim.watch(descriptor, generation, heard);
            } catch (IllegalStateException e) {
                return tolerate(e, "already; arm");
            }
        }

        static Watch older(BentLoop loop, int descriptor, long generation, Readiness heard) {
            try {
                return loop.sim.watch(descriptor, generation, heard);
            } catch (IllegalArgumentException e) {
                return tolerate(e, "older");
            }
        }

        private static Watch tolerate(RuntimeException refusal, String reason) {
            if (refusal.getMessage().contains(reason)) {
                return new MistakenWatch();
            }
            throw refusal;
        }

        @Override
        public void arm(Interest interest, Mode mode) {}

        @Override
        public void cancel() {}
    }

    private static final class OneAtATime extends BentLoop {
        private boolean reported;

        @Override
        public void poll(long nanos) {
            reported = false;
            super.poll(nanos);
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return new BentWatch(this, descriptor, generation, readiness) {
                @Override
                public void ready(int what) {
                    if (reported) {
                        armAgain(what == WRITE ? Interest.WRITE : Interest.READ);
                    } else {
                        reported = true;
                        super.ready(what);
                    }
                }
            };
        }
    }

    /// When there is much to do, so that other rules are not in question.
    private static final class SomeTwice extends BentLoop {
        private int reports;

        @Override
        public Watch watch(int descriptor, long generation, Readiness readiness) {
            return new BentWatch(this, descriptor, generation, readiness) {
                @Override
                public void ready(int what) {
                    super.ready(what);
                    if (++reports > 50) {
                        super.ready(what);
                    }
                }
            };
        }
    }
}
