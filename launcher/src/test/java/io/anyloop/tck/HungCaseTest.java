package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.loop.select.SelectLoopProvider;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.TestedLoops;
import io.anyloop.tck.setup.CaseHung;
import io.anyloop.tck.setup.TckEnvironment;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What is shown of a case of greenlets that hangs.
class HungCaseTest {

    /// One that is given up soon.
    private static final class Select extends LoopContract {
        @Override
        protected LoopProvider provider() {
            return new SelectLoopProvider();
        }

        @Override
        protected TckEnvironment environment() {
            return new TckEnvironment(0.05);
        }
    }

    private static final class Area extends Cases {
        Area() {
            loops = new TestedLoops(new Select());
        }

        void passes() throws Exception {
            try (Hub hub = Hub.open("select")) {
                hub.call(() -> Greenlet.spawn(() -> "it is over").join());
            }
        }

        void waitForEver() throws Exception {
            inHub(hub -> {
                hub.other().hub().spawn(HungCaseTest::inTheOtherHub);
                Greenlet.spawn(() -> "it is over").join();
                Greenlet.spawn(HungCaseTest::inItsOwnMethod).join();
            });
        }
    }

    /// Loads what a hub needs, which may take longer than the case has.
    @BeforeAll
    static void warmUp() throws Exception {
        new Area().passes();
    }

    private static void inItsOwnMethod() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    private static void inTheOtherHub() throws InterruptedException {
        new CountDownLatch(1).await();
    }

    @Test
    void each_greenlet_is_shown_with_its_whole_stack_and_each_hub_with_its_thread() {
        String message = assertThrows(CaseHung.class, new Area()::waitForEver).getMessage();
        assertShown(message, "the case hung and was given up after 500 ms. Hub ");
        assertShown(message, "2 greenlets\n    #");
        assertShown(message, "Greenlets, the last 64 at most:\n\"greenlet-");
        assertShown(
                message, "    at io.anyloop.tck.HungCaseTest.inItsOwnMethod(HungCaseTest.java:");
        assertShown(message, "    at io.anyloop.tck.HungCaseTest.inTheOtherHub(HungCaseTest.java:");
        assertShown(message, "Threads of the case:\n\"case\" #");
        assertShown(message, "io.anyloop.loop.select.SelectLoop.poll(SelectLoop.java:");
    }

    private static void assertShown(String message, String part) {
        assertTrue(message.contains(part), () -> part + " is missing in: " + message);
    }
}
