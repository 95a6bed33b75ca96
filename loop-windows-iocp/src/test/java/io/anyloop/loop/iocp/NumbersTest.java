package io.anyloop.loop.iocp;

import static io.anyloop.spi.Readiness.READ;
import static io.anyloop.spi.Readiness.UNUSUAL;
import static io.anyloop.spi.Readiness.WRITE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Numbers, their names, and what is made of them.
class NumbersTest {

    @Test
    void events_are_those_of_the_driver() {
        assertEquals(0x1B9, AfdEvents.of(READ));
        assertEquals(0x134, AfdEvents.of(WRITE));
        assertEquals(0x1BD, AfdEvents.of(READ | WRITE));
    }

    @Test
    void events_become_what_is_wanted_of_them() {
        int both = READ | WRITE;
        assertEquals(READ, AfdEvents.toReadiness(AfdEvents.ACCEPT, both));
        assertEquals(both, AfdEvents.toReadiness(AfdEvents.RECEIVE | AfdEvents.SEND, both));
        assertEquals(0, AfdEvents.toReadiness(AfdEvents.SEND, READ));
        assertEquals(READ | UNUSUAL, AfdEvents.toReadiness(AfdEvents.DISCONNECT, both));
        assertEquals(WRITE | UNUSUAL, AfdEvents.toReadiness(AfdEvents.CONNECT_FAIL, WRITE));
        assertEquals(both | UNUSUAL, AfdEvents.toReadiness(AfdEvents.ABORT, both));
        assertEquals(0, AfdEvents.toReadiness(0, both));
    }

    @Test
    void statuses_have_their_names_and_their_severity() {
        assertEquals("STATUS_CANCELLED (0xC0000120)", NtStatus.name(NtStatus.CANCELLED));
        assertEquals("NTSTATUS (0xC0001234)", NtStatus.name(0xC0001234));
        assertTrue(NtStatus.isError(NtStatus.CANCELLED));
        assertFalse(NtStatus.isError(NtStatus.PENDING));
        assertFalse(NtStatus.isError(0x80000005), "a warning: the call was taken");
    }

    @Test
    void errors_have_their_names() {
        assertEquals("WSAENOTSOCK (10038)", Win32Error.name(Win32Error.NOT_A_SOCKET));
        assertEquals("Win32 error (4711)", Win32Error.name(4711));
    }

    @Test
    void codes_of_calls_are_those_of_the_headers() {
        assertEquals(0x00012024, Afd.IOCTL_AFD_POLL);
        assertEquals(0x48000022, Afd.SIO_BASE_HANDLE);
        assertEquals(0x4800001D, Afd.SIO_BSP_HANDLE_POLL);
    }

    @Test
    void waits_are_rounded_up_and_not_beyond_what_can_be_said() {
        assertEquals(0, Millis.of(-1));
        assertEquals(0, Millis.of(0));
        assertEquals(1, Millis.of(1));
        assertEquals(1, Millis.of(1_000_000));
        assertEquals(2, Millis.of(1_000_001));
        assertEquals(0xFFFFFFFE, Millis.of(Long.MAX_VALUE - 1));
        assertEquals(Iocp.INFINITE, Millis.of(Long.MAX_VALUE));
    }

    @Test
    void the_base_socket_is_beneath_all_layers() throws IOException {
        BaseSocket.Winsock layered =
                (socket, code) -> {
                    if (code == Afd.SIO_BASE_HANDLE) {
                        return socket == 30 ? 99 : -10045;
                    }
                    return socket == 10 ? 20 : 30;
                };
        assertEquals(99, BaseSocket.of(10, layered));
    }

    @Test
    void what_has_no_base_socket_is_refused_with_the_reason() {
        var closed = assertThrows(IOException.class, () -> BaseSocket.of(5, (_, _) -> -10038));
        assertEquals(
                "5 cannot be watched (WSAENOTSOCK (10038)): it is not open, or no socket.",
                closed.getMessage());
        for (BaseSocket.Winsock winsock :
                List.<BaseSocket.Winsock>of(
                        (_, _) -> -10022,
                        (socket, code) -> code == Afd.SIO_BASE_HANDLE ? -10022 : socket,
                        (socket, code) -> code == Afd.SIO_BASE_HANDLE ? -10022 : socket + 1)) {
            var hidden = assertThrows(IOException.class, () -> BaseSocket.of(5, winsock));
            assertTrue(hidden.getMessage().contains("layered provider"), hidden.getMessage());
        }
    }
}
