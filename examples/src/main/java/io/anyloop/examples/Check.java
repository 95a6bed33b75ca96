package io.anyloop.examples;

import io.anyloop.Hub;

/// Runs one of the example programs on a hub, and looks whether it did what it should.
sealed interface Check permits EchoCheck, UrlsCheck, ChatCheck, VertxCheck {
    String name();

    /// @return counts of what was done, for people
    /// @throws Wrong if the program did something else
    String run(Hub hub) throws Exception;
}
