/// The promises of `spi/RULES.md` and of the greenlets as tests, for everyone who writes a loop.
module io.anyloop.tck {
    requires java.management;
    requires transitive io.anyloop.core;
    requires transitive io.anyloop.spi;
    requires transitive org.junit.jupiter.api;

    exports io.anyloop.tck;
    exports io.anyloop.tck.setup;

    // JUnit calls the cases, which are package-private, by reflection; setup has none.
    opens io.anyloop.tck to
            org.junit.platform.commons;
    opens io.anyloop.tck.fixture to
            org.junit.platform.commons;
    opens io.anyloop.tck.loop to
            org.junit.platform.commons;
    opens io.anyloop.tck.greenlet to
            org.junit.platform.commons;
    opens io.anyloop.tck.time to
            org.junit.platform.commons;
    opens io.anyloop.tck.hub to
            org.junit.platform.commons;
    opens io.anyloop.tck.host to
            org.junit.platform.commons;
    opens io.anyloop.tck.sync to
            org.junit.platform.commons;
    opens io.anyloop.tck.queue to
            org.junit.platform.commons;
    opens io.anyloop.tck.group to
            org.junit.platform.commons;
    opens io.anyloop.tck.blocking to
            org.junit.platform.commons;
    opens io.anyloop.tck.server to
            org.junit.platform.commons;
    opens io.anyloop.tck.jdk to
            org.junit.platform.commons;
    opens io.anyloop.tck.everywait to
            org.junit.platform.commons;
}
