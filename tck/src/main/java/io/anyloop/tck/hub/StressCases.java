package io.anyloop.tck.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.spi.Capability;
import io.anyloop.spi.LoopProvider.Kind;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.OpenFiles;
import io.anyloop.tck.setup.Wire;
import java.io.File;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/// Much at once on descriptors, and what is left of it: nothing.
public abstract class StressCases extends Cases {
    private static final int CONNECTIONS = 2_000;
    private static final int IN_SHORT = 1_000;
    private static final int WARM_UP = 50;
    private static final int FLOODS = 2_000;
    private static final int AT_A_STRETCH = 50;

    /// For the JDK, and for what opens while a case runs.
    private static final int DESCRIPTORS_TO_SPARE = 100;

    private static final Duration SOAK = Duration.ofMinutes(10);
    private static final Duration SOAK_LIMIT = Duration.ofMinutes(15);

    private static final Path SHELL = Path.of("/bin/sh");

    @Test
    void n34_connections_come_and_go_in_every_way_and_nothing_is_left(TestReporter reporter)
            throws Exception {
        Duration limit = loops.environment().limit().multipliedBy(4);
        commotion(IN_SHORT, Duration.ZERO, limit, reporter);
    }

    @Test
    @Tag("soak")
    @Timeout(value = 16, unit = TimeUnit.MINUTES)
    void n34_for_ten_minutes_connections_come_and_go_and_nothing_is_left(TestReporter reporter)
            throws Exception {
        commotion(CONNECTIONS, SOAK, SOAK_LIMIT, reporter);
    }

    /// Round after round until the time is up, at least one.
    private void commotion(int wanted, Duration length, Duration limit, TestReporter reporter)
            throws Exception {
        var provider = loops.provider();
        HubCase.requires(
                provider.capabilities().contains(Capability.DESCRIPTORS)
                        && !provider.capabilities().contains(Capability.VIRTUAL_TIME),
                "the loop watches no sockets");
        int count = connections(wanted);
        reporter.publishEntry("connections", count + " of " + wanted);
        inHub(
                limit,
                hub -> {
                    Duration patience = limit.dividedBy(2);
                    round(WARM_UP, -WARM_UP, patience);
                    settle(hub);
                    long before = OpenFiles.least();
                    OptionalInt registered = loops.registrations(hub.loop());
                    long seed = 0;
                    long begin = System.nanoTime();
                    do {
                        reporter.publishEntry("round", round(count, seed, patience));
                        seed += count;
                    } while (System.nanoTime() - begin < length.toNanos());
                    settle(hub);
                    hub.eventually(
                            "of %d descriptors before, and some more now".formatted(before),
                            () -> OpenFiles.count() <= before);
                    assertEquals(
                            registered,
                            loops.registrations(hub.loop()),
                            "registrations with the system, before and now");
                });
    }

    /// The hub tells the loop who waits no more when a turn ends, and the loop tells the system when it is polled.
    private static void settle(HubCase hub) {
        Greenlet.idle();
        Greenlet.sleep(hub.unit());
    }

    private static String round(int count, long seed, Duration patience) throws IOException {
        var commotion = new Commotion(patience);
        commotion.run(count, seed);
        commotion.end();
        return commotion.toString();
    }

    /// As many as this process has descriptors for: each connection takes two here.
    private static int connections(int wanted) throws IOException {
        var open = new ArrayDeque<SocketChannel>();
        try {
            while (open.size() < 2 * wanted + DESCRIPTORS_TO_SPARE) {
                open.add(SocketChannel.open());
            }
        } catch (IOException e) {
            // Too many open files: so many there are, then.
        }
        int room = open.size();
        for (SocketChannel channel : open) {
            channel.close();
        }
        return Math.min(wanted, (room - DESCRIPTORS_TO_SPARE) / 2);
    }

    @Test
    void n33_a_flood_of_reports_that_come_to_nothing_holds_up_nobody_and_loses_nothing()
            throws Exception {
        HubCase.requires(
                loops.provider().capabilities().contains(Capability.DESCRIPTORS),
                "the loop watches no descriptors");
        inHub(hub -> {
            try (Wire wire = hub.wire()) {
                flood(hub, wire);
            }
        });
    }

    /// Somebody takes away what comes before the one can run who was told of it.
    private static void flood(HubCase hub, Wire wire) throws IOException {
        var over = new AtomicBoolean();
        int[] inVain = new int[1];
        Greenlet<Integer> reader =
                Greenlet.spawn(() -> {
                    while (true) {
                        Descriptors.awaitReadable(wire.descriptor(), HubCase.ENDLESS);
                        int count = over.get() ? wire.drain() : 0;
                        if (count > 0) {
                            return count;
                        }
                        inVain[0]++;
                    }
                });
        Greenlet<?> sleeper = Greenlet.spawn(() -> napTenTimes(hub));
        int floods = 0;
        while (!sleeper.hasEnded() || floods < FLOODS) {
            wire.makeReadable();
            Greenlet.yield();
            floods++;
            boolean rests = floods % AT_A_STRETCH == 0;
            if (rests && !hub.isVirtual()) {
                rest(hub); // a loop of which nobody wants anything else reports it, again and again
            }
            wire.drain();
            if (rests && hub.isVirtual()) {
                rest(hub); // virtual time stands still while something is ready
            }
        }
        sleeper.get();
        // A simulated loop is polled only when nobody has anything to do.
        assertTrue(
                hub.isVirtual() || inVain[0] > 0, "nobody was told in vain, so nothing was tried");
        over.set(true);
        wire.makeReadable();
        assertTrue(reader.get() > 0);
    }

    private static void rest(HubCase hub) {
        Greenlet.sleep(hub.unit().dividedBy(10));
    }

    private static void napTenTimes(HubCase hub) {
        for (int i = 0; i < 10; i++) {
            long begin = hub.now();
            Greenlet.sleep(hub.unit());
            hub.assertTook(hub.unit(), begin);
        }
    }

    @Test
    void n35_too_many_open_files_is_said_and_nothing_of_the_attempt_is_kept() throws Exception {
        var provider = loops.provider();
        HubCase.requires(
                File.separatorChar == '/' && Files.isExecutable(SHELL),
                "the system has no shell that sets limits");
        HubCase.requires(
                provider.kind() == Kind.DRIVEN
                        && !provider.capabilities().contains(Capability.VIRTUAL_TIME),
                "opening the loop takes no descriptors");
        HubCase.requires(Scarce.canOpen(provider), "another program cannot find this loop");
        Process program =
                new ProcessBuilder(Scarce.command(provider)).redirectErrorStream(true).start();
        String said = new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, program.waitFor(), said);
        List<String> lines = said.lines().toList();
        assertTrue(lines.contains("kept 0"), said);
        HubCase.requires(
                !lines.contains("opened with 0 free"), "opening the loop takes no descriptors");
        assertTrue(
                lines.stream()
                        .anyMatch(line -> line.matches("refused with 0 free: .*open files.*")),
                said);
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("opened with ")), said);
    }
}
