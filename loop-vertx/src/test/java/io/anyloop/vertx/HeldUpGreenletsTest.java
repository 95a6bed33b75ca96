package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.Hub;
import io.anyloop.StuckReport;
import io.anyloop.function.Body;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Greenlets that would hold up their event loop: they leave it, or are named with the way out. With the agent.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class HeldUpGreenletsTest extends OnEachVertx {
    private static final int GREENLETS = 10;

    private final Queue<StuckReport> reports = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void assumeAgent() {
        assumeTrue(
                Boolean.getBoolean("anyloop.agent"),
                "not applicable: without the agent a call that blocks a thread blocks the event loop's");
        VertxHub.options(vertx, new VertxHubOptions().hub(hub -> hub.stuckHandler(reports::add)));
    }

    @Test
    void callbacks_of_the_event_loop_go_on_while_greenlets_open_a_named_pipe(@TempDir Path folder)
            throws Exception {
        String pipe = folder.resolve("pipe").toString();
        assertEquals(0, new ProcessBuilder("mkfifo", pipe).start().waitFor());
        var context = newContext();
        var opened = inMany(context, () -> open(pipe));
        for (int i = 0; i < 3; i++) {
            var turned = Promise.<Void>promise();
            context.runOnContext(_ -> vertx.setTimer(1, _ -> turned.complete()));
            await(turned.future());
        }
        assertFalse(opened.getFirst().isComplete());
        try (var _ = new FileOutputStream(pipe)) { // all of them have their other end now
            for (var one : opened) {
                assertTrue(await(one), "it is not home again");
            }
        }
        assertEquals(List.of(), List.copyOf(reports));
    }

    private static boolean open(String pipe) throws IOException {
        Hub hub = Hub.current();
        new FileInputStream(pipe).close();
        return Hub.current() == hub;
    }

    @Test
    void a_class_initialiser_that_waits_is_named_once_with_the_way_out() {
        var loader = new Again();
        var done =
                inMany(
                        newContext(),
                        () -> Class.forName(Again.NAME, true, loader).desiredAssertionStatus());
        done.forEach(OnEachVertx::await);
        assertEquals(1, reports.size(), reports::toString);
        String text = reports.element().toString();
        assertTrue(
                text.contains("Hub.offload(() -> Class.forName(\"%s\")".formatted(Again.NAME)),
                text);
    }

    /// In greenlets of one event loop, all at once.
    private <T> List<Future<T>> inMany(Context context, Body<T, ?> code) {
        return Stream.generate(
                        () -> {
                            var result = Promise.<T>promise();
                            context.runOnContext(
                                    _ -> VertxHub.call(vertx, code).onComplete(result));
                            return result.future();
                        })
                .limit(GREENLETS)
                .toList();
    }

    /// A class whose initialiser waits.
    private static final class Slow {
        static {
            // On its own: for its loader the class around is another.
            long end = System.nanoTime() + 300_000_000;
            while (System.nanoTime() - end < 0) {
                LockSupport.parkNanos(end - System.nanoTime());
            }
        }
    }

    /// Loads it once more.
    private static final class Again extends ClassLoader {
        static final String NAME = HeldUpGreenletsTest.class.getName() + "$Slow";

        Again() {
            super(HeldUpGreenletsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                return !name.equals(NAME)
                        ? super.loadClass(name, resolve)
                        : findLoadedClass(name) != null ? findLoadedClass(name) : define();
            }
        }

        private Class<?> define() {
            try (var in =
                    HeldUpGreenletsTest.class.getResourceAsStream(
                            "HeldUpGreenletsTest$Slow.class")) {
                byte[] bytes = in.readAllBytes();
                return defineClass(NAME, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
