/// Runs the methods of JUnit's tests as greenlets.
module io.anyloop.junit {
    requires io.anyloop.core;
    requires transitive org.junit.jupiter.api;

    exports io.anyloop.junit;

    // JUnit makes the extension.
    opens io.anyloop.junit to
            org.junit.platform.commons;
}
