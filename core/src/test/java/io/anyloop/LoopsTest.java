package io.anyloop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.kernel.ParkingLoop;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LoopsTest {
    private static final Availability NO =
            Availability.no("needs another system", "use one of the others");

    private final LoopProvider best = new Fake("best", 300, NO);
    private final LoopProvider good = new Fake("good", 200, Availability.yes());
    private final LoopProvider fair = new Fake("fair", 100, Availability.yes());
    private final LoopProvider special = new Fake("special", 0, Availability.yes());
    private final List<LoopProvider> all = checked(special, fair, best, good);

    private record Fake(String name, int priority, Availability availability)
            implements LoopProvider {
        @Override
        public Kind kind() {
            return Kind.DRIVEN;
        }

        @Override
        public String systems() {
            return "every system";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Loop open() {
            return new ParkingLoop();
        }
    }

    private static List<LoopProvider> checked(LoopProvider... providers) {
        return Loops.checked(new ArrayList<>(List.of(providers)));
    }

    private static void assertSays(
            Class<? extends Exception> type, Executable call, String... parts) {
        String message = assertThrows(type, call).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    /// A loop without the library that it stands on, as where only its own jar is on the class path.
    private record Halved(String name, int priority) implements LoopProvider {
        @Override
        public Kind kind() {
            return Kind.DRIVEN;
        }

        @Override
        public String systems() {
            return "every system";
        }

        @Override
        public Set<Capability> capabilities() {
            return Set.of();
        }

        @Override
        public Availability availability() {
            throw new NoClassDefFoundError("net/native/Library");
        }

        @Override
        public Loop open() {
            throw new NoClassDefFoundError("net/native/Library");
        }
    }

    @Test
    void a_loop_whose_libraries_are_missing_is_passed_over_and_says_what_is_missing() {
        var halved = new Halved("halved", 400);
        assertSame(good, Loops.choose(checked(halved, good), null, null).provider());
        assertSays(
                IllegalStateException.class,
                () -> Loops.choose(checked(halved), null, null),
                "halved: a class that it needs is missing",
                "net/native/Library",
                "all that this depends on");
    }

    @Test
    void they_are_listed_by_priority_and_then_by_name() {
        var twin = new Fake("fine", 200, Availability.yes());
        assertEquals(
                List.of(best, twin, good, fair, special), checked(good, special, fair, twin, best));
    }

    @Test
    void two_of_one_name_are_refused() {
        assertSays(
                IllegalStateException.class,
                () -> checked(good, new Fake("good", 1, NO)),
                "Two event loops are named \"good\"",
                Fake.class.getName(),
                "Remove one of them");
    }

    @Test
    void without_a_wish_the_best_available_one_is_chosen() {
        for (String nothing : new String[] {null, "", " "}) {
            var choice = Loops.choose(all, nothing, nothing);
            assertSame(good, choice.provider());
            assertEquals("highest priority available", choice.reason());
        }
    }

    @Test
    void the_property_comes_before_the_variable() {
        assertSame(fair, Loops.choose(all, "fair", "good").provider());
        assertSame(good, Loops.choose(all, null, "good").provider());
        assertTrue(Loops.choose(all, "fair", null).reason().contains(Loops.PROPERTY));
        assertTrue(Loops.choose(all, null, "fair").reason().contains(Loops.VARIABLE));
    }

    @Test
    void of_a_list_the_first_available_one_is_chosen() {
        assertSame(fair, Loops.choose(all, " best , fair,good", null).provider());
        assertSame(special, Loops.choose(all, "special", null).provider());
    }

    @Test
    void an_unknown_name_is_refused_even_behind_one_that_is_available() {
        assertSays(
                IllegalArgumentException.class,
                () -> Loops.choose(all, "good,god", null),
                "\"god\"",
                "anyloop.loop",
                "best, good, fair, special",
                "Correct the name, or add its module");
        assertSays(
                IllegalArgumentException.class,
                () -> Loops.choose(List.of(), null, "good"),
                "ANYLOOP_LOOP",
                "Found: none");
    }

    @Test
    void where_no_wish_is_available_the_reasons_are_told() {
        assertSays(
                IllegalStateException.class,
                () -> Loops.choose(all, "best", null),
                "None of the event loops",
                "anyloop.loop",
                "best: needs another system; use one of the others");
    }

    @Test
    void where_none_is_available_the_reasons_and_a_remedy_are_told() {
        assertSays(
                IllegalStateException.class,
                () -> Loops.choose(checked(best, special), null, null),
                "No usable event loop",
                "best: needs another system; use one of the others",
                "special: only when it is named",
                "Add a loop to the class path");
        assertSays(
                IllegalStateException.class,
                () -> Loops.choose(List.of(), null, null),
                "Found none",
                "io.anyloop:anyloop-loop-select");
    }
}
