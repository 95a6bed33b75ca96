package io.anyloop.loop.sim.broken;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import java.io.IOException;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Breaks rules 3 now and then, late, or only where there are many.
final class LongRunTwins {
    private static final int MANY = 200;
    private static final int FIRST = 8;
    private static final long EDGE = 1L << 31;

    private LongRunTwins() {}

    static Stream<Twin> all() {
        return Stream.of(
                hearing(
                        "3.3",
                        "takes READ for WRITE where the number is odd",
                        () ->
                                (d, n, what, to) ->
                                        to.ready(
                                                d % 2 == 1 && what == Readiness.READ
                                                        ? Readiness.WRITE
                                                        : what)),
                hearing(
                        "3.3",
                        "names a direction too many, once in 500",
                        () ->
                                (d, n, what, to) ->
                                        to.ready(
                                                n % 500 == 0
                                                        ? Readiness.READ | Readiness.WRITE
                                                        : what)),
                hearing(
                        "3.1",
                        "drops one report in 1000",
                        () ->
                                (d, n, what, to) -> {
                                    if (n % 1_000 != 0) {
                                        to.ready(what);
                                    }
                                }),
                hearing(
                        "3.1",
                        "does not watch numbers from 512 on",
                        () ->
                                (d, n, what, to) -> {
                                    if (d < 512) {
                                        to.ready(what);
                                    }
                                }),
                hearing(
                        "3.7",
                        "calls everything unusual",
                        () -> (d, n, what, to) -> to.ready(what | Readiness.UNUSUAL)),
                hearing(
                        "3.7",
                        "calls one report in 300 unusual",
                        () ->
                                (d, n, what, to) ->
                                        to.ready(n % 300 == 0 ? what | Readiness.UNUSUAL : what)),
                hearing(
                        "3.2",
                        "reports twice, once in 1000",
                        () ->
                                (d, n, what, to) -> {
                                    to.ready(what);
                                    if (n % 1_000 == 0) {
                                        to.ready(what);
                                    }
                                }),
                armed("3.2", "reports twice from the fifth arming on", 5),
                armed("3.2", "reports twice from the 65,537th arming on", 65_537).patiently(),
                hearing(
                        "3.6",
                        "reports on another thread, once in 700",
                        () ->
                                (d, n, what, to) -> {
                                    if (n % 700 == 0) {
                                        elsewhere(() -> to.ready(what));
                                    } else {
                                        to.ready(what);
                                    }
                                }),
                bent("3.4", "forgets one cancel in 100", ForgetsCancels::new),
                bent("3.1", "is deaf in polls that were woken", DeafWhenWoken::new),
                bent("3.10", "never comes to the highest of many", HighestStarves::new),
                bent("3.10", "always looks at the same eight first", SameEight::new),
                bent(
                        "2.9",
                        "waits for ever above 2^31 milliseconds",
                        () ->
                                new BentLoop() {
                                    @Override
                                    public void poll(long nanos) {
                                        super.poll(
                                                nanos > EDGE * 1_000_000 ? Long.MAX_VALUE : nanos);
                                    }
                                }));
    }

    private static Twin bent(String rule, String flaw, Supplier<BentLoop> loops) {
        return Twin.alone(rule, flaw, new BentSubject(loops));
    }

    private static void elsewhere(Runnable task) {
        try {
            Thread.ofPlatform().start(task).join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /// What becomes of the report with a number.
    @FunctionalInterface
    private interface Hearing {
        void ready(int descriptor, int number, int what, Readiness to);
    }

    private static Twin hearing(String rule, String flaw, Supplier<Hearing> hearings) {
        return bent(rule, flaw, () -> new HearingLoop(hearings.get()));
    }

    private static final class HearingLoop extends BentLoop {
        private final Hearing hearing;
        private int reports;

        HearingLoop(Hearing hearing) {
            this.hearing = hearing;
        }

        @Override
        public Watch watch(int descriptor, long generation, Readiness to) {
            return super.watch(
                    descriptor, generation, what -> hearing.ready(descriptor, ++reports, what, to));
        }
    }

    private static Twin armed(String rule, String flaw, int from) {
        return bent(
                rule,
                flaw,
                () ->
                        new BentLoop() {
                            @Override
                            public Watch watch(int descriptor, long generation, Readiness to) {
                                return new Repeats(this, descriptor, generation, to, from);
                            }
                        });
    }

    private static final class Repeats extends BentLoop.BentWatch {
        private final int from;
        private int armings;

        Repeats(BentLoop loop, int descriptor, long generation, Readiness to, int from) {
            super(loop, descriptor, generation, to);
            this.from = from;
        }

        @Override
        public void arm(Interest interest, Mode mode) throws IOException {
            super.arm(interest, mode);
            armings++;
        }

        @Override
        public void ready(int what) {
            super.ready(what);
            if (armings >= from) {
                super.ready(what);
            }
        }
    }

    private static final class ForgetsCancels extends BentLoop {
        private int cancels;

        @Override
        public Watch watch(int descriptor, long generation, Readiness to) {
            return new BentWatch(this, descriptor, generation, to) {
                private boolean isArmed;

                @Override
                public void arm(Interest interest, Mode mode) throws IOException {
                    super.arm(interest, mode);
                    isArmed = true;
                }

                @Override
                public void ready(int what) {
                    isArmed = false;
                    super.ready(what);
                }

                @Override
                public void cancel() {
                    if (!isArmed || ++cancels % 100 != 0) {
                        super.cancel();
                    }
                }
            };
        }
    }

    /// Puts off what it does not report now.
    private abstract static class PutsOff extends BentLoop {
        final TreeSet<Integer> armed = new TreeSet<>();

        abstract boolean putsOff(int descriptor);

        @Override
        public Watch watch(int descriptor, long generation, Readiness to) {
            return new BentWatch(this, descriptor, generation, to) {
                private Interest interest;

                @Override
                public void arm(Interest wanted, Mode mode) throws IOException {
                    super.arm(wanted, mode);
                    interest = wanted;
                    armed.add(descriptor);
                }

                @Override
                public void cancel() {
                    super.cancel();
                    armed.remove(descriptor);
                }

                @Override
                public void ready(int what) {
                    if (putsOff(descriptor)) {
                        armAgain(interest);
                    } else {
                        armed.remove(descriptor);
                        super.ready(what);
                    }
                }
            };
        }
    }

    private static final class DeafWhenWoken extends PutsOff {
        private volatile boolean woken;
        private boolean deaf;

        @Override
        public void wakeup() {
            woken = true;
            super.wakeup();
        }

        @Override
        public void poll(long nanos) {
            deaf = woken;
            woken = false;
            super.poll(nanos);
        }

        @Override
        boolean putsOff(int descriptor) {
            return deaf;
        }
    }

    private static final class HighestStarves extends PutsOff {
        @Override
        boolean putsOff(int descriptor) {
            return wires.size() > MANY && descriptor == wires.size() - 1;
        }
    }

    private static final class SameEight extends PutsOff {
        @Override
        boolean putsOff(int descriptor) {
            return armed.headSet(descriptor).stream()
                            .filter(lower -> wires.get(lower).isReadable())
                            .limit(FIRST)
                            .count()
                    == FIRST;
        }
    }
}
