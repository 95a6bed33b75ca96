package io.anyloop.loop.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability;
import java.io.IOException;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class NativeTransportsTest {
    private static final String ELSEWHERE = "use select";

    @Test
    void another_system_is_named_and_not_asked() {
        var no = no("Mac OS X", () -> new AssertionError("asked"));
        assertEquals("needs Linux, this is Mac OS X", no.reason());
        assertEquals(ELSEWHERE, no.remedy());
    }

    @Test
    void a_missing_library_names_the_artifact_and_the_architecture() {
        var cause =
                new IOException(
                        "failed", new UnsatisfiedLinkError("no native in class path\nmore"));
        var no = no("Linux", () -> cause);
        assertEquals("no native in class path", no.reason());
        assertTrue(no.remedy().contains("io.netty:native-part"), no.remedy());
        assertTrue(no.remedy().contains("riscv64"), no.remedy());
    }

    @Test
    void a_link_error_that_is_thrown_is_a_no() {
        var no =
                no(
                        "Linux",
                        () -> {
                            throw new NoClassDefFoundError("io/netty/Native");
                        });
        assertEquals("io/netty/Native", no.reason());
    }

    @Test
    void what_the_kernel_refuses_needs_another_loop() {
        assertEquals(ELSEWHERE, no("Linux", () -> new IOException("not permitted")).remedy());
    }

    @Test
    void no_problem_is_a_yes() {
        assertTrue(ask("Linux", () -> null).isYes());
    }

    private static Availability.Unavailable no(String system, Supplier<Throwable> problem) {
        return assertInstanceOf(Availability.Unavailable.class, ask(system, problem));
    }

    private static Availability ask(String system, Supplier<Throwable> problem) {
        return NativeTransports.availability(
                system, "riscv64", "Linux", "native-part", ELSEWHERE, problem);
    }
}
