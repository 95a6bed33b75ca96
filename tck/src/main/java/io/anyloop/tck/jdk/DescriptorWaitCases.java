package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.HubBuilder;
import io.anyloop.Timeout;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Killed;
import io.anyloop.tck.setup.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Waits of greenlets for the readiness of descriptors, on loops that watch them.
public abstract class DescriptorWaitCases extends Cases {
    private static final Duration SOON = Duration.ZERO;

    /// What a case does with a wire.
    private interface Pull {
        void at(HubCase hub, Wire wire) throws Throwable;
    }

    private void onWire(Pull pull) throws Exception {
        onWire(options -> {}, pull);
    }

    private void onWire(Consumer<HubBuilder> options, Pull pull) throws Exception {
        inHub(
                options,
                hub -> {
                    try (Wire wire = hub.wire()) {
                        pull.at(hub, wire);
                    }
                });
    }

    @Test
    void n14_what_is_ready_already_is_reported_at_once() throws Exception {
        onWire((hub, wire) -> {
            assertTrue(Descriptors.awaitWritable(wire.descriptor(), HubCase.FAR));
            wire.makeReadable();
            assertTrue(Descriptors.awaitReadable(wire.descriptor(), HubCase.FAR));
        });
    }

    @Test
    void n14_a_wait_ends_when_data_comes_and_others_run_meanwhile() throws Exception {
        onWire((hub, wire) -> {
            var reader =
                    Greenlet.spawn(() -> {
                        Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS);
                        return wire.drain();
                    });
            Greenlet.idle();
            assertFalse(reader.hasEnded());
            wire.makeReadable();
            assertTrue(reader.get() > 0);
        });
    }

    @Test
    void n14_a_wait_that_runs_out_of_time_leaves_nothing_behind() throws Exception {
        onWire((hub, wire) -> {
            long begin = hub.now();
            assertFalse(Descriptors.awaitReadable(wire.descriptor(), hub.unit()));
            hub.assertTook(hub.unit(), begin);
            wire.makeReadable();
            assertTrue(Descriptors.awaitReadable(wire.descriptor(), HubCase.FAR));
        });
    }

    @Test
    void n16_data_that_was_read_is_not_reported_again() throws Exception {
        onWire((hub, wire) -> {
            wire.makeReadable();
            assertTrue(Descriptors.awaitReadable(wire.descriptor(), HubCase.FAR));
            wire.drain();
            assertFalse(Descriptors.awaitReadable(wire.descriptor(), hub.unit()));
        });
    }

    @Test
    void n02_one_greenlet_reads_while_another_writes() throws Exception {
        onWire((hub, wire) -> {
            var reader =
                    Greenlet.spawn(
                            () -> Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS));
            Greenlet.idle();
            assertTrue(Descriptors.awaitWritable(wire.descriptor(), HubCase.FAR));
            assertFalse(reader.hasEnded());
            wire.makeReadable();
            assertTrue(reader.get());
        });
    }

    @Test
    void n03_a_second_reader_is_refused_and_the_first_one_is_unharmed() throws Exception {
        onWire((hub, wire) -> {
            var first =
                    Greenlet.spawn(() ->
                                    Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS))
                            .name("first");
            Greenlet.yield();
            var refusal =
                    assertThrows(
                            IllegalStateException.class,
                            () -> Descriptors.awaitReadable(wire.descriptor(), HubCase.FAR));
            assertTrue(refusal.getMessage().contains("first"), refusal.getMessage());
            wire.makeReadable();
            assertTrue(first.get());
        });
    }

    @Test
    void n20_a_number_that_is_used_again_is_watched_anew() throws Exception {
        onWire((hub, wire) -> {
            for (int i = 0; i < 20; i++) {
                try (Wire next = loops.openWire(hub.loop())) {
                    assertFalse(Descriptors.awaitReadable(next.descriptor(), SOON));
                    next.makeReadable();
                    assertTrue(Descriptors.awaitReadable(next.descriptor(), HubCase.FAR));
                }
            }
        });
    }

    @Test
    void k04_a_kill_and_a_timeout_end_such_a_wait() throws Exception {
        onWire((hub, wire) -> {
            var reader =
                    Greenlet.spawn(
                            () -> Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS));
            Greenlet.yield();
            reader.kill();
            Killed.assertKilled(reader);
            var timeout = Timeout.of(hub.unit());
            assertThrows(
                    Timeout.class,
                    () ->
                            timeout.call(() ->
                                    Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS)));
            wire.makeReadable();
            assertTrue(Descriptors.awaitReadable(wire.descriptor(), HubCase.FAR));
        });
    }

    @Test
    void h15_who_waits_for_a_descriptor_is_no_deadlock() throws Exception {
        onWire(
                options -> options.closedWorld(true),
                (hub, wire) -> {
                    var written = new AtomicBoolean();
                    Thread writer =
                            Thread.ofPlatform()
                                    .start(() -> {
                                        hub.awaitParked(1);
                                        written.set(true);
                                        try {
                                            wire.makeReadable();
                                        } catch (IOException e) {
                                            throw new UncheckedIOException(e);
                                        }
                                    });
                    Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS);
                    assertTrue(written.get());
                    writer.join();
                });
    }

    @Test
    void bi15_descriptor_waits_refuse_what_they_cannot_do() throws Exception {
        onWire((hub, wire) -> {
            String negative =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> Descriptors.awaitReadable(-1, HubCase.FAR))
                            .getMessage();
            assertTrue(negative.contains("closed"), negative);
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Descriptors.awaitReadable(wire.descriptor(), Duration.ofNanos(-1)));
        });
        assertThrows(NoHubException.class, () -> Descriptors.awaitReadable(0, HubCase.FAR));
    }
}
