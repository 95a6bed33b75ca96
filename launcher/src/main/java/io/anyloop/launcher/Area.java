package io.anyloop.launcher;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import io.anyloop.tck.GreenletContract;
import io.anyloop.tck.LoopContract;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.platform.engine.DiscoverySelector;

/// A part of the contracts that is run and counted by itself.
///
/// @param cases the class of `GreenletContract` that holds it; null for the rules of the loop itself
record Area(String name, Class<?> cases) {
    private static final Area RULES = new Area("Rules", null);

    /// The rules, then what greenlets do, by name.
    static List<Area> all() {
        Stream<Area> ofGreenlets =
                Arrays.stream(GreenletContract.class.getDeclaredClasses())
                        .filter(type -> type.isAnnotationPresent(Nested.class))
                        .map(type -> new Area(type.getSimpleName(), type))
                        .sorted(Comparator.comparing(Area::name));
        return Stream.concat(Stream.of(RULES), ofGreenlets).toList();
    }

    /// Those of the given names, whatever their case; all if none is given.
    ///
    /// @throws IllegalArgumentException if a name is unknown, with those there are
    static List<Area> named(List<String> names) {
        return names.isEmpty() ? all() : names.stream().map(Area::named).distinct().toList();
    }

    private static Area named(String name) {
        return all().stream()
                .filter(area -> area.name.equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "No area is named \"%s\". There are: %s."
                                        .formatted(
                                                name,
                                                all().stream()
                                                        .map(Area::name)
                                                        .collect(Collectors.joining(", ")))));
    }

    boolean isRules() {
        return cases == null;
    }

    DiscoverySelector selector(LoopContract contract) {
        if (cases != null) {
            return selectNestedClass(List.of(OnTrial.Greenlets.class), cases);
        }
        return selectClass(
                contract instanceof FoundLoop ? OnTrial.Rules.class : contract.getClass());
    }
}
