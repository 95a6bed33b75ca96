/// The promises of `spi/RULES.md` and of the greenlets as tests, for everyone who writes a loop.
module io.anyloop.tck {
    requires java.management;
    requires transitive io.anyloop.core;
    requires transitive io.anyloop.spi;
    requires transitive org.junit.jupiter.api;

    exports io.anyloop.tck;

    // JUnit calls the cases, which are package-private, by reflection.
    opens io.anyloop.tck to
            org.junit.platform.commons;
}
