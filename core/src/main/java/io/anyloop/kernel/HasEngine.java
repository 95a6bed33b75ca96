package io.anyloop.kernel;

import java.util.Objects;

/// What a hub that users hold is made of, so that the rooms of this library find its [Engine] and users do not.
public abstract class HasEngine {
    Engine engine;

    /// A hub, not begun.
    ///
    /// @hidden
    protected HasEngine() {}

    /// Gives it what drives it, once.
    ///
    /// @hidden
    protected final void drivenBy(Engine made) {
        engine = Objects.requireNonNull(made);
    }
}
