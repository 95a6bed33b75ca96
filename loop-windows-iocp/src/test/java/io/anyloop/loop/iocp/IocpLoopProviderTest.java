package io.anyloop.loop.iocp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Availability.Unavailable;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

class IocpLoopProviderTest {

    private static Unavailable refused(Availability availability) {
        return assertInstanceOf(Unavailable.class, availability);
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "there the loop is available")
    void elsewhere_it_says_what_it_needs_and_opens_nothing() {
        var provider = new IocpLoopProvider();
        var no = refused(provider.availability());
        assertTrue(no.reason().startsWith("needs Windows, this is "), no.reason());
        assertTrue(no.remedy().contains("select"), no.remedy());
        var e = assertThrows(IllegalStateException.class, provider::open);
        assertTrue(e.getMessage().contains(no.reason()), e.getMessage());
        assertTrue(e.getMessage().contains(no.remedy()), e.getMessage());
    }

    @Test
    void another_architecture_is_refused() {
        var no = refused(Trial.of("Windows 11", "aarch64", () -> {}));
        assertTrue(no.reason().contains("aarch64"), no.reason());
    }

    @Test
    void it_is_available_where_a_poll_handle_opens() {
        assertTrue(Trial.of("Windows 11", "amd64", () -> {}).isYes());
    }

    @Test
    void a_driver_that_does_not_open_is_the_reason() {
        var no =
                refused(
                        Trial.of(
                                "Windows 11",
                                "amd64",
                                () -> {
                                    throw new IOException("NtCreateFile failed");
                                }));
        assertEquals("NtCreateFile failed", no.reason());
    }

    @Test
    void native_access_that_is_refused_names_the_flag() {
        var denied = new IllegalCallerException("Illegal native access");
        for (Trial.Opening opening :
                new Trial.Opening[] {
                    () -> {
                        throw denied;
                    },
                    () -> {
                        throw new ExceptionInInitializerError(denied);
                    }
                }) {
            var no = refused(Trial.of("Windows 11", "amd64", opening));
            assertTrue(no.remedy().contains("--enable-native-access"), no.remedy());
        }
    }

    @Test
    void functions_that_are_missing_are_the_reason() {
        for (Trial.Opening opening :
                new Trial.Opening[] {
                    () -> {
                        throw new UnsatisfiedLinkError("ntdll has no function NtCancelIoFileEx.");
                    },
                    () -> {
                        throw new ExceptionInInitializerError(
                                new UnsatisfiedLinkError("NtCancelIoFileEx"));
                    }
                }) {
            var no = refused(Trial.of("Windows 11", "amd64", opening));
            assertTrue(no.reason().contains("NtCancelIoFileEx"), no.reason());
        }
    }
}
