package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.anyloop.spi.Interest;
import io.anyloop.spi.Mode;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import org.junit.jupiter.api.Assumptions;

/// Rules 3.5, 3.8 and 3.9: descriptor numbers that are used again.
public final class GenerationCases {
    private static final int TRIES = 50;

    private final TestedLoops loops;

    public GenerationCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void replaced() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var wire = bench.wire();
            var older = bench.watched(wire, 3);
            older.arm(Interest.READ);
            var newer = bench.watched(wire, 4);
            wire.makeReadable();
            bench.quiet();
            assertEquals(0, older.count(), "the older generation reported");
            assertEquals(0, newer.count(), "the newer generation reported before it was armed");
            cannotArm(older);
            wire.drain();
            newer.arm(Interest.READ);
            wire.makeReadable();
            newer.expect(1, "the newer generation did not report");
            wire.drain();
            newer.arm(Interest.READ);
            older.cancel();
            wire.makeReadable();
            newer.expect(2, "cancelling the older generation disturbed the newer");
            assertEquals(0, older.count(), "the older generation reported");
        }
    }

    private static void cannotArm(Watched older) {
        assertThrows(
                IllegalStateException.class,
                () -> older.arm(Interest.READ),
                "the older generation could be armed");
    }

    public void reused() throws Exception {
        for (var interest : new Interest[] {Interest.READ, Interest.READ_AND_WRITE}) {
            try (var bench = Bench.withDescriptors(loops)) {
                var wire = bench.wire();
                wire.fill();
                var older = bench.watched(wire, 0);
                older.arm(interest);
                bench.quiet();
                wire.close();
                watchedAnew(bench, reopened(bench, wire.descriptor()), older);
            }
        }
    }

    private static void watchedAnew(Bench bench, Wire wire, Watched older) throws Exception {
        var newer = bench.watched(wire, 1);
        int before = older.count();
        newer.arm(Interest.READ);
        newer.expectNoMoreThan(0, "the newer generation reported though nothing was readable");
        for (int round = 1; round <= 3; round++) {
            wire.makeReadable();
            newer.expect(round, "a number that came back is not watched");
            wire.drain();
            newer.arm(Interest.READ);
            newer.expectNoMoreThan(round, "something of the closed descriptor disturbs the newer");
        }
        assertEquals(before, older.count(), "a closed descriptor was reported");
    }

    private static Wire reopened(Bench bench, int number) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            var wire = bench.wire();
            if (wire.descriptor() == number) {
                return wire;
            }
        }
        return Assumptions.abort("not applicable: the system did not give the number again");
    }

    public void mistakes() throws Exception {
        zeroIsANumber();
        try (var bench = Bench.withDescriptors(loops)) {
            var wire = bench.wire();
            var watched = bench.watched(wire, 5);
            refused(IllegalArgumentException.class, bench, -1, 0, "a negative descriptor");
            refused(
                    IllegalStateException.class,
                    bench,
                    wire.descriptor(),
                    5,
                    "a second watch for the same generation");
            refused(
                    IllegalArgumentException.class,
                    bench,
                    wire.descriptor(),
                    4,
                    "an older generation");
            watched.arm(Interest.READ, Mode.ONCE);
            wire.makeReadable();
            watched.expect(1, "a refused watch disturbed the one that was there");
        }
    }

    private void zeroIsANumber() throws Exception {
        try (var bench = Bench.withDescriptors(loops)) {
            var watch =
                    assertDoesNotThrow(
                            () -> bench.onLoop(() -> bench.loop().watch(0, 0, what -> {})),
                            "descriptor 0 was refused");
            bench.onLoop(() -> {
                watch.cancel();
                return null;
            });
        }
    }

    private static void refused(
            Class<? extends Exception> expected,
            Bench bench,
            int descriptor,
            long generation,
            String mistake) {
        assertThrows(
                expected,
                () -> bench.onLoop(() -> bench.loop().watch(descriptor, generation, what -> {})),
                mistake + " was not refused");
    }
}
