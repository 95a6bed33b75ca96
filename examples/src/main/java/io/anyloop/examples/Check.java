package io.anyloop.examples;

import io.anyloop.Hub;

/// Runs one of the example programs on a hub, and looks whether it did what it should.
sealed interface Check permits EchoCheck, UrlsCheck, ChatCheck, RedisCheck, VertxCheck {
    String name();

    /// Whether the program can run there: true unless it needs a loop of a kind.
    default boolean runsOn(String loop) {
        return true;
    }

    /// @return counts of what was done, for people
    /// @throws Wrong if the program did something else
    String run(Hub hub) throws Exception;
}
