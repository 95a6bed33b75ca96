package io.anyloop.launcher;

import io.anyloop.Loops;
import io.anyloop.spi.Availability;
import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.LoopContract;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/// A loop that can be judged, with what is needed for it.
record Contender(LoopContract contract, boolean isOneOfSeveral) {

    /// Every loop that is found: with the contracts that are registered for it, or with one that
    /// needs nothing but its provider.
    static List<Contender> all() {
        List<LoopContract> registered = registered();
        List<LoopContract> all = new ArrayList<>();
        for (LoopProvider provider : Loops.all()) {
            List<LoopContract> own =
                    registered.stream().filter(c -> name(c).equals(provider.name())).toList();
            all.addAll(own.isEmpty() ? List.of(new FoundLoop(provider)) : own);
        }
        registered.stream().filter(contract -> !all.contains(contract)).forEach(all::add);
        return all.stream()
                .map(contract -> new Contender(contract, isTwice(contract, all)))
                .toList();
    }

    private static List<LoopContract> registered() {
        List<LoopContract> found = new ArrayList<>();
        try {
            ServiceLoader.load(LoopContract.class).forEach(found::add);
        } catch (ServiceConfigurationError e) {
            throw new IllegalStateException(
                    "A loop's contract cannot be loaded: " + e.getMessage(), e);
        }
        return found;
    }

    private static boolean isTwice(LoopContract contract, List<LoopContract> all) {
        return all.stream().filter(other -> name(other).equals(name(contract))).count() > 1;
    }

    private static String name(LoopContract contract) {
        return contract.loop().name();
    }

    /// Those of the given names, all of which must be available; all if none is given.
    ///
    /// @throws IllegalArgumentException if a name is unknown
    /// @throws IllegalStateException if one of them is not available
    static List<Contender> named(List<String> names) {
        List<Contender> all = all();
        if (names.isEmpty()) {
            return all;
        }
        List<Contender> chosen = new ArrayList<>();
        for (String name : names) {
            List<Contender> own = all.stream().filter(c -> c.name().equals(name)).toList();
            if (own.isEmpty()) {
                Loops.named(name);
            }
            own.forEach(Contender::requireAvailable);
            own.stream().filter(contender -> !chosen.contains(contender)).forEach(chosen::add);
        }
        return chosen;
    }

    private void requireAvailable() {
        if (availability() instanceof Availability.Unavailable(String reason, String remedy)) {
            throw new IllegalStateException(
                    "The event loop \"%s\" cannot be judged here: %s; %s"
                            .formatted(name(), reason, remedy));
        }
    }

    Availability availability() {
        LoopProvider loop = contract.loop();
        if (Loops.availability(loop).isYes()
                && loop.kind() == Kind.HOSTED
                && contract instanceof FoundLoop) {
            return Availability.no(
                    "it is hosted, and only a contract of its own can make a host",
                    "register one in META-INF/services/" + LoopContract.class.getName());
        }
        return Loops.availability(loop);
    }

    String name() {
        return name(contract);
    }

    /// The name, with the contract where a loop has more than one.
    String label() {
        return isOneOfSeveral ? name() + " by " + contract.getClass().getSimpleName() : name();
    }
}
