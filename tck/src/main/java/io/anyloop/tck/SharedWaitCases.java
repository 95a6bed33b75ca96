package io.anyloop.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.BlockingInLoopException;
import io.anyloop.Greenlet;
import io.anyloop.GreenletExit;
import io.anyloop.Timeout;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// What holds for each wait for something shared: for an event, a result, a permit, a lock.
abstract class SharedWaitCases extends Cases {
    SharedWaitCases(GreenletContract contract) {
        super(contract);
    }

    @FunctionalInterface
    private interface Check {
        void on(HubCase hub, SharedWait wait) throws Throwable;
    }

    private Stream<DynamicTest> each(Check check) {
        return SharedWait.all().stream()
                .map(kind ->
                        DynamicTest.dynamicTest(
                                kind.name(), () -> inHub(hub -> run(hub, kind, check))));
    }

    private static void run(HubCase hub, SharedWait.Kind kind, Check check) throws Throwable {
        var wait = kind.make().get();
        check.on(hub, wait);
        assertEquals(0, wait.waiting().getAsInt(), "a place in line is left");
    }

    @TestFactory
    Stream<DynamicTest> t19_a_timeout_ends_it_and_is_no_result_of_its_own() {
        return each((hub, wait) -> {
            long begin = hub.now();
            try (var timeout = Timeout.after(hub.unit())) {
                assertSame(timeout, assertThrows(Timeout.class, wait.call()::run));
            }
            hub.assertTook(hub.unit(), begin);
        });
    }

    @TestFactory
    Stream<DynamicTest> t20_a_timeout_with_an_exception_of_ones_own_throws_that() {
        return each((hub, wait) -> {
            var mine = new IOException("expected");
            try (var timeout = Timeout.of(hub.unit()).throwing(() -> mine).start()) {
                assertSame(mine, assertThrows(IOException.class, wait.call()::run));
                assertFalse(timeout.isPending());
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> k04_the_exit_comes_out_of_it() {
        return each((hub, wait) -> {
            var seen = new Throwable[1];
            var target =
                    Greenlet.spawn(() -> seen[0] = assertThrows(Throwable.class, wait.call()::run));
            Greenlet.yield();
            var exit = new GreenletExit();
            target.kill(exit);
            assertSame(exit, seen[0]);
        });
    }

    @TestFactory
    Stream<DynamicTest> j11_a_stray_unpark_does_not_end_it() {
        return each((hub, wait) -> {
            var target = Greenlet.spawn(() -> wait.call().run());
            Greenlet.yield();
            for (int i = 0; i < 10; i++) {
                LockSupport.unpark(target.thread());
                Greenlet.yield();
            }
            assertFalse(target.hasEnded());
            assertEquals(1, wait.waiting().getAsInt());
            target.kill();
        });
    }

    @TestFactory
    Stream<DynamicTest> bi05_it_is_refused_on_the_loops_own_thread() {
        return SharedWait.all().stream()
                .map(kind ->
                        DynamicTest.dynamicTest(
                                kind.name(), () -> besideHub(hub -> refuse(hub, kind))));
    }

    private static void refuse(HubCase hub, SharedWait.Kind kind) throws InterruptedException {
        var seen = new Object[2];
        hub.onLoop(() -> {
            var wait = kind.make().get();
            try {
                wait.call().run();
            } catch (Throwable e) {
                seen[0] = e;
            }
            seen[1] = wait.waiting().getAsInt();
        });
        assertSame(BlockingInLoopException.class, seen[0] == null ? null : seen[0].getClass());
        assertEquals(0, seen[1]);
    }

    @Test
    void m08_the_dump_says_what_each_waits_on() throws Exception {
        inHub(hub -> {
            for (var kind : SharedWait.all()) {
                var wait = kind.make().get();
                var target = Greenlet.spawn(() -> wait.call().run());
                Greenlet.yield();
                String what = kind.name().substring(0, kind.name().indexOf('.'));
                var entry =
                        hub.hub().dump().greenlets().stream()
                                .filter(one -> one.name().equals(target.name()))
                                .findFirst()
                                .orElseThrow();
                assertTrue(entry.waitsOn().contains(what), entry.waitsOn());
                target.kill();
            }
        });
    }
}
