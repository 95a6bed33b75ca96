package io.anyloop.launcher.soak;

import java.util.SplittableRandom;

/// What a greenlet does again and again, in another way each time.
interface Activity {
    /// What it is counted as.
    ///
    /// @return in capitals
    String name();

    /// Does it once, and checks what came of it.
    ///
    /// @param scene where
    /// @param random every choice
    void act(Scene scene, SplittableRandom random) throws Exception;
}
