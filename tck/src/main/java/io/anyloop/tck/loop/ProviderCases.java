package io.anyloop.tck.loop;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability.Unavailable;
import io.anyloop.spi.Capability;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.Interest;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.spi.Mode;
import io.anyloop.spi.Watch;
import io.anyloop.tck.fixture.TestedLoops;
import java.util.Set;

/// Rules 1: the provider.
public final class ProviderCases {
    private static final int ANY_DESCRIPTOR = 0;

    private final TestedLoops loops;

    public ProviderCases(TestedLoops loops) {
        this.loops = loops;
    }

    public void name() throws Exception {
        var provider = loops.provider();
        var name = provider.name();
        assertTrue(
                name.matches("[a-z][a-z0-9-]*"),
                "\"%s\" is not lower case letters, digits and hyphens".formatted(name));
        assertEquals(name, provider.name(), "the provider's name changes from call to call");
        assertEquals(name, loops.provider().name(), "two providers of one loop differ in name");
        if (!(provider.availability() instanceof Unavailable)) {
            loopName(name);
        }
    }

    private void loopName(String name) throws Exception {
        try (var bench = Bench.open(loops)) {
            assertEquals(name, bench.loop().name(), "the loop is not called like its provider");
        }
    }

    public void describesItself() {
        var provider = loops.provider();
        assertNotNull(provider.kind(), "kind is null");
        var systems = provider.systems();
        assertTrue(systems != null && !systems.isBlank(), "systems names no system");
        var again = loops.provider();
        assertEquals(provider.kind(), again.kind(), "kind changes from call to call");
        assertEquals(systems, again.systems(), "systems changes from call to call");
        assertEquals(provider.priority(), again.priority(), "priority changes from call to call");
    }

    public void availability() {
        var provider = loops.provider();
        var answer = assertDoesNotThrow(provider::availability, "availability threw");
        assertNotNull(answer, "availability is null");
        if (answer instanceof Unavailable no) {
            assertTrue(!no.reason().isBlank() && !no.remedy().isBlank(), "no reason or remedy");
        }
    }

    public void open() throws Exception {
        if (loops.provider().availability() instanceof Unavailable no) {
            refusedWith(no);
        } else {
            independent();
        }
    }

    private void refusedWith(Unavailable no) {
        var refusal =
                assertThrows(
                        IllegalStateException.class,
                        loops.provider()::open,
                        "a loop that is not available was opened");
        var message = String.valueOf(refusal.getMessage());
        assertTrue(message.contains(no.reason()), "the refusal leaves out the reason: " + message);
        assertTrue(message.contains(no.remedy()), "the refusal leaves out the remedy: " + message);
    }

    private void independent() throws Exception {
        try (var first = Bench.open(loops)) {
            try (var second = Bench.open(loops)) {
                assertNotSame(first.loop(), second.loop(), "open gave the same loop twice");
                isOfDeclaredKind(second.loop());
            }
            first.onLoop(() -> null);
            goesOn(first);
        }
    }

    private void isOfDeclaredKind(Loop loop) {
        var kind = loop instanceof DrivenLoop ? Kind.DRIVEN : Kind.HOSTED;
        assertEquals(loops.provider().kind(), kind, "the loop is not of the declared kind");
    }

    /// A loop whose neighbour was closed.
    private static void goesOn(Bench bench) {
        assertDoesNotThrow(
                bench::quiet, "closing one loop stopped another one of the same provider");
    }

    public void capabilities() throws Exception {
        var declared = loops.provider().capabilities();
        assertEquals(declared, loops.provider().capabilities(), "capabilities change");
        try (var bench = Bench.open(loops)) {
            assertEquals(declared, bench.loop().capabilities(), "the loop declares otherwise");
            if (declared.contains(Capability.DESCRIPTORS)) {
                watches(bench, declared);
            } else {
                refusesToWatch(bench);
            }
        }
    }

    private static void refusesToWatch(Bench bench) {
        assertThrows(
                UnsupportedOperationException.class,
                () -> bench.onLoop(() -> watchAny(bench)),
                "DESCRIPTORS is not declared, but watch did not say so");
    }

    private static Watch watchAny(Bench bench) {
        return bench.loop().watch(ANY_DESCRIPTOR, 0, what -> {});
    }

    private static void watches(Bench bench, Set<Capability> declared) throws Exception {
        var watched = bench.watched();
        watched.arm(Interest.READ, Mode.ONCE);
        if (declared.contains(Capability.KEEP)) {
            watched.arm(Interest.READ, Mode.KEEP);
        } else {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> watched.arm(Interest.READ, Mode.KEEP),
                    "KEEP is not declared, but arming with it was accepted");
        }
    }
}
