package io.anyloop.launcher.soak;

import java.util.SplittableRandom;

/// What a greenlet does again and again, in another way each time.
@FunctionalInterface
interface Activity {
    /// Does it once, and checks what came of it.
    ///
    /// @param scene where
    /// @param random every choice
    void act(Scene scene, SplittableRandom random) throws Exception;
}
