package io.anyloop.agent;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the agent finds in a JDK: the shape of each hook, and which features can be had.
final class Survey {
    /// A hook, and the shape that this JDK has; empty if it has none that is known.
    record Finding(Hook hook, Optional<Shape> shape) {
        /// Null if nothing is changed.
        Change change() {
            return shape.isEmpty() ? null : shape.get().change;
        }
    }

    private final Map<Feature, List<Finding>> findings = new EnumMap<>(Feature.class);
    private final Set<Feature> usable = EnumSet.noneOf(Feature.class);

    Survey(JdkClasses jdk) {
        for (Feature feature : Feature.values()) {
            List<Finding> found = new ArrayList<>();
            for (Hook hook : feature.hooks) {
                found.add(new Finding(hook, hook.in(jdk)));
            }
            findings.put(feature, found);
            if (feature.isForThisSystem() && missing(feature).isEmpty()) {
                usable.add(feature);
            }
        }
        for (Feature feature : Feature.values()) {
            if (!usable.containsAll(feature.needs())) {
                usable.remove(feature);
            }
        }
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
        List<String> missing = new ArrayList<>();
        for (Finding finding : of(feature)) {
            if (finding.shape.isEmpty()) {
                missing.add(finding.hook.shapes().getFirst().text);
            }
        }
        return missing;
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
        for (Feature feature : usable) {
            for (Finding finding : of(feature)) {
                if (finding.hook == hook && finding.change() != null) {
                    return true;
                }
            }
        }
        return false;
    }

    /// All that is to be changed here.
    ///
    /// @param forProgram what has been asked for among what changes programs
    List<Change> changes(Set<Feature> forProgram) {
        List<Change> changes = new ArrayList<>();
        for (Feature feature : usable) {
            if (!feature.isForProgram() || forProgram.contains(feature)) {
                for (Finding finding : of(feature)) {
                    if (finding.change() != null) {
                        changes.add(finding.change());
                    }
                }
            }
        }
        return changes;
    }
}
