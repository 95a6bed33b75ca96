package io.anyloop.agent;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What the agent finds in a JDK: the shape of each hook, and which features can be had.
final class Survey {
    /// A hook, and the shape that this JDK has; empty if it has none that is known.
    record Finding(Hook hook, Optional<Shape> shape) {}

    private final Map<Feature, List<Finding>> findings = new EnumMap<>(Feature.class);
    private final Set<Feature> usable = EnumSet.noneOf(Feature.class);

    Survey(JdkClasses jdk) {
        for (Feature feature : Feature.values()) {
            findings.put(
                    feature,
                    feature.hooks.stream().map(hook -> new Finding(hook, hook.in(jdk))).toList());
            if (feature.isForThisSystem() && missing(feature).isEmpty()) {
                usable.add(feature);
            }
        }
        usable.removeIf(feature -> !usable.containsAll(feature.needs()));
    }

    /// Of the JDK that runs.
    static Survey ofRunningJdk() {
        return new Survey(JdkClasses.running());
    }

    /// In the order in which they are listed.
    List<Finding> of(Feature feature) {
        return findings.get(feature);
    }

    /// The methods that a feature changes and this JDK has in no shape that is known.
    List<String> missing(Feature feature) {
        return of(feature).stream()
                .filter(finding -> finding.shape().isEmpty())
                .map(finding -> finding.hook().shapes().getFirst().text)
                .toList();
    }

    /// The features that can be had: all that they change is there, and so is what they need.
    Set<Feature> usable() {
        return EnumSet.copyOf(usable);
    }

    boolean has(Feature feature) {
        return usable.contains(feature);
    }

    /// Whether a hook is changed here, of a feature that can be had.
    boolean changes(Hook hook) {
        return usable.stream()
                .flatMap(feature -> of(feature).stream())
                .anyMatch(finding ->
                        finding.hook() == hook
                                && finding.shape()
                                        .filter(shape -> shape.kind == Shape.Kind.CHANGED)
                                        .isPresent());
    }

    /// All that is to be changed here.
    ///
    /// @param forProgram what has been asked for among what changes programs
    List<Change> changes(Set<Feature> forProgram) {
        return usable.stream()
                .filter(feature -> !feature.isForProgram() || forProgram.contains(feature))
                .flatMap(feature -> of(feature).stream())
                .flatMap(finding -> finding.shape().stream())
                .flatMap(shape -> Stream.ofNullable(shape.change))
                .toList();
    }
}
