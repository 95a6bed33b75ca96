package io.anyloop.tck.loop;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Readiness;
import io.anyloop.spi.Watch;
import io.anyloop.tck.fixture.Patience;
import io.anyloop.tck.setup.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Some descriptors that are armed, made ready, read, cancelled and watched anew, thousands of times in an order by chance;
/// and beside each what it must hear and what not. The first thing that is wrong is taken down with the rule that it breaks.
final class Crowd {
    private static final int SIZE = 24;
    private static final int STEPS = 30;
    private static final int ALL = Readiness.READ | Readiness.WRITE;

    /// What was wrong, and which rule forbids it.
    record Wrong(String rule, String what) {}

    private final Bench bench;
    private final SplittableRandom random;
    private final List<Member> members = new ArrayList<>();
    private volatile Wrong wrong;
    private int reports;
    private int rounds;

    Crowd(Bench bench, long seed) throws Exception {
        this.bench = bench;
        random = new SplittableRandom(seed);
        for (int i = 0; i < SIZE; i++) {
            var wire = bench.wire();
            bench.onLoop(() -> members.add(new Member(wire, 0)));
        }
    }

    /// What was wrong first; null while all is well.
    Wrong wrong() {
        return wrong;
    }

    int reports() {
        return reports;
    }

    /// A round: some steps, and then all that is owed must come.
    void round() throws Exception {
        rounds++;
        bench.onLoop(() -> {
            for (int i = 0; i < STEPS; i++) {
                step(random.nextInt(members.size()));
            }
            return null;
        });
        settle();
    }

    /// What was cancelled is watched anew only when it comes up again, so that it can be heard meanwhile.
    private void replaceOrCancel(int index) throws Exception {
        var member = members.get(index);
        if (!member.isOver() && random.nextBoolean()) {
            if (random.nextBoolean()) {
                // Armed for what comes soon, so that it shows if that goes on.
                member.arm(random.nextBoolean() ? Interest.WRITE : Interest.READ_AND_WRITE);
            }
            member.cancel();
        } else {
            members.set(index, member.anew());
        }
    }

    private void step(int index) throws Exception {
        var member = members.get(index);
        switch (random.nextInt(10)) {
            case 0, 1 -> member.arm(Interest.READ);
            case 2 -> member.arm(Interest.WRITE);
            case 3 -> member.arm(Interest.READ_AND_WRITE);
            case 4 -> member.makeReadable();
            case 5 -> member.drain();
            case 6 -> bench.loop().wakeup();
            case 7 -> replaceOrCancel(index);
            default -> poll();
        }
    }

    private void poll() throws Exception {
        if (bench instanceof DrivenBench driven) {
            driven.poll(random.nextBoolean() ? 0 : 1_000);
        }
    }

    private void settle() throws Exception {
        boolean came = Patience.isSoon(bench.time, this::isSettled, this::goOn);
        if (!came) {
            members.stream()
                    .filter(Member::isOwed)
                    .findFirst()
                    .ifPresent(member -> found("3.1", "%s was never reported".formatted(member)));
        }
    }

    private boolean isSettled() {
        try {
            return wrong != null || bench.onLoop(() -> members.stream().noneMatch(Member::isOwed));
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// In every other round each poll is one that a wake-up ends: so it is where there is much to do.
    private void goOn() {
        try {
            if (rounds % 2 == 0) {
                bench.loop().wakeup();
            }
            poll();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void found(String rule, String what) {
        if (wrong == null) {
            wrong = new Wrong(rule, what + ", after " + reports + " reports");
        }
    }

    /// A watch in one generation, and what is known of its wire.
    private final class Member implements Readiness {
        private final Wire wire;
        private final long generation;
        private final Watch watch;
        private String end;
        private int armed;
        private int armings;
        private boolean readable;
        private boolean readableWhenArmed;

        Member(Wire wire, long generation) {
            this.wire = wire;
            this.generation = generation;
            watch = bench.loop().watch(wire.descriptor(), generation, this);
        }

        void arm(Interest interest) throws Exception {
            if (isOver()) {
                return;
            }
            watch.arm(interest, Mode.ONCE);
            // A host's loop may have found less already, for the arming before, which asked for the
            // same.
            readableWhenArmed = readable && (armed == 0 || bench instanceof DrivenBench);
            armed = (interest.reads() ? READ : 0) | (interest.writes() ? WRITE : 0);
            armings++;
        }

        void makeReadable() throws Exception {
            if (!readable) {
                wire.makeReadable();
                readable = true;
            }
        }

        /// Waits for the byte, which is on its way.
        void drain() throws Exception {
            while (readable && wire.drain() == 0) {
                Thread.onSpinWait();
            }
            readable = false;
            readableWhenArmed = false;
        }

        void cancel() {
            end = "3.4";
            watch.cancel();
            armed = 0;
        }

        boolean isOver() {
            return end != null;
        }

        Member anew() {
            if (!isOver()) {
                end = "3.5";
                armed = 0;
            }
            var next = new Member(wire, generation + 1);
            next.readable = readable;
            return next;
        }

        boolean isOwed() {
            return (armed & (WRITE | (readable ? READ : 0))) != 0;
        }

        @Override
        public void ready(int what) {
            reports++;
            int directions = what & ALL;
            if (!bench.mayReport()) {
                found(
                        "3.6",
                        this
                                + " was reported on another thread than the owner's, or outside of poll");
            } else if (end != null) {
                found(end, this + " was reported although it was over");
            } else if (armed == 0) {
                found("3.2", this + " was reported without being armed");
            } else if (directions == 0 || (directions & ~armed) != 0) {
                found("3.3", "%s was reported for %s".formatted(this, names(what)));
            } else if (armed == ALL && readableWhenArmed && directions != ALL) {
                found(
                        "3.3",
                        "%s was reported for %s alone, though both held"
                                .formatted(this, names(what)));
            } else if ((what & ~ALL) != 0) {
                found(
                        "3.7",
                        "%s was reported as %s, though there was only data"
                                .formatted(this, names(what)));
            }
            armed = 0;
        }

        @Override
        public String toString() {
            return "descriptor %d in generation %d, armed for %s for the time %d"
                    .formatted(wire.descriptor(), generation, names(armed), armings);
        }
    }

    private static String names(int what) {
        var names = new ArrayList<String>();
        if ((what & Readiness.READ) != 0) {
            names.add("READ");
        }
        if ((what & Readiness.WRITE) != 0) {
            names.add("WRITE");
        }
        if ((what & Readiness.UNUSUAL) != 0) {
            names.add("UNUSUAL");
        }
        return names.isEmpty() ? "nothing" : String.join(" and ", names);
    }
}
