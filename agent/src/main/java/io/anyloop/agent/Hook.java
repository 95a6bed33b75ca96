package io.anyloop.agent;

import java.util.List;
import java.util.Optional;

/// A place in the JDK that the agent looks after, in the shapes that it has in one JDK or the other. The first that fits counts.
///
/// @param what the place, for people
/// @param shapes at least one
record Hook(String what, List<Shape> shapes) {
    Hook {
        shapes = List.copyOf(shapes);
    }

    Hook(String what, Shape... shapes) {
        this(what, List.of(shapes));
    }

    /// A method that is the same in each JDK from 25 on.
    static Hook always(String what, Change change) {
        return new Hook(what, Shape.changed(25, 0, change));
    }

    /// The shape that a JDK has; empty if it has none that is known.
    Optional<Shape> in(JdkClasses jdk) {
        for (Shape shape : shapes) {
            if (shape.isIn(jdk)) {
                return Optional.of(shape);
            }
        }
        return Optional.empty();
    }

    /// What is changed in the oldest JDK that has it.
    Optional<Change> oldest() {
        return Optional.ofNullable(shapes.getFirst().change);
    }
}
