package io.anyloop.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.sync.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Tests that [OnHubTest] has run. Their tag keeps the build from running them by themselves.
final class Samples {
    static final List<String> SEEN = new ArrayList<>();
    static final List<Hub> HUBS = new ArrayList<>();

    private Samples() {}

    private static void see(String what) {
        SEEN.add(what + " on " + Hub.current().loopName());
        HUBS.add(Hub.current());
    }

    @Tag("sample")
    @OnHub(loop = "sim")
    static class EachKind {
        @BeforeEach
        void before() {
            see("before");
        }

        @Test
        void one() {
            see("test");
        }

        @RepeatedTest(2)
        void again() {
            see("repeated");
        }

        @TestFactory
        Stream<DynamicTest> made() {
            see("factory");
            return Stream.of(dynamicTest("dynamic", () -> see("dynamic")));
        }

        @AfterEach
        void after() {
            see("after");
        }

        @Nested
        class Inside {
            @Test
            void nested() {
                see("nested");
            }

            @Test
            @OnHub(loop = "select")
            void other() {
                see("other");
            }
        }
    }

    @Tag("sample")
    static class OneMethod {
        @Test
        @OnHub
        void here() {
            see("alone");
        }

        @Test
        void not_here() {
            SEEN.add("thread " + Thread.currentThread().isVirtual());
        }
    }

    @Tag("sample")
    @OnHub(loop = "select", seconds = 1)
    static class Failing {
        static final IOException BROKEN = new IOException("broken");
        static volatile boolean isEnough;

        @Test
        void broken() throws IOException {
            throw BROKEN;
        }

        @Test
        void wrong() {
            assertEquals(1, 2);
        }

        @Test
        void passed_over() {
            assumeTrue(false);
        }

        @Test
        void waits_for_ever() {
            Greenlet.spawn(() -> Greenlet.sleep(Duration.ofHours(1)));
            new Event().await();
        }

        @Test
        void computes_for_ever() {
            while (!isEnough) {
                Thread.onSpinWait();
            }
        }
    }
}
