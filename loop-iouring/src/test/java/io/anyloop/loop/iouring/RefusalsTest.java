package io.anyloop.loop.iouring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Availability.Unavailable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// Each way to have no io_uring is named, with what to do.
class RefusalsTest {
    private static final String DENIED =
            "failed to create io_uring ring fd: Operation not permitted";

    @Test
    void the_switch_is_named_with_its_setting() {
        var no = explained(DENIED, "2");
        assertTrue(no.reason().contains("for everybody here"), no.reason());
        assertTrue(no.reason().contains("kernel.io_uring_disabled is 2"), no.reason());
        assertTrue(no.remedy().contains("sysctl kernel.io_uring_disabled=0"), no.remedy());
        assertTrue(explained(DENIED, "1").reason().contains("for most users here"));
    }

    @Test
    void a_filter_is_named_where_the_switch_is_on() {
        var no = explained(DENIED, "0");
        assertTrue(no.reason().contains("seccomp"), no.reason());
        assertTrue(no.remedy().contains("allow io_uring_setup"), no.remedy());
        assertTrue(no.remedy().contains("epoll"), no.remedy());
    }

    @Test
    void an_old_kernel_is_named_with_the_version_it_takes() {
        var no =
                explained("you need at least kernel version 5.9, current kernel version: 5.4", "0");
        assertTrue(no.reason().contains("5.4"), no.reason());
        assertTrue(no.remedy().startsWith("update Linux, at best to 5.13"), no.remedy());
    }

    @Test
    void a_kernel_without_it_is_named() {
        var no = explained("failed to create io_uring ring fd: Function not implemented", "0");
        assertTrue(no.reason().contains("built without io_uring"), no.reason());
    }

    @Test
    void what_nobody_foresaw_is_passed_on() {
        var no = new Unavailable("the moon is full", "wait");
        assertEquals(no, Refusals.explained(no, "0"));
    }

    /// A child that forbids itself the call, as the profiles of containers do.
    @Test
    @EnabledOnOs(
            value = OS.LINUX,
            architectures = {"amd64", "aarch64"})
    void a_real_filter_is_recognized() throws IOException, InterruptedException {
        Assumptions.assumeTrue(
                new IoUringLoopProvider().availability().isYes(),
                "not applicable: there is no io_uring here that could be forbidden");
        Process child =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Filtered.class.getName())
                        .redirectErrorStream(true)
                        .start();
        String said = new String(child.getInputStream().readAllBytes());
        assertTrue(child.waitFor(1, TimeUnit.MINUTES));
        assertEquals(0, child.exitValue(), said);
        assertTrue(said.contains("seccomp"), said);
        assertTrue(said.contains("allow io_uring_setup"), said);
        assertTrue(said.contains("refused to open: The loop iouring is not available"), said);
    }

    private static Unavailable explained(String reason, String disabled) {
        Availability answer =
                Refusals.explained(new Unavailable(reason, "use another loop"), disabled);
        return assertInstanceOf(Unavailable.class, answer);
    }
}
