package io.anyloop.loop.iocp;

import java.io.IOException;

/// Finds the socket that the driver knows, beneath what layered providers (old firewalls and the like)
/// have put over it.
final class BaseSocket {
    private static final int MOST_LAYERS = 16;

    /// Asks for the socket beneath another one.
    @FunctionalInterface
    interface Winsock {
        /// @return the socket, or the error of [Win32Error], negative
        long socketBelow(long socket, int code);
    }

    private BaseSocket() {}

    /// @throws IOException if that is no socket, or a layer hides what is beneath
    static long of(int socket, Winsock winsock) throws IOException {
        long at = socket;
        for (int layer = 0; layer < MOST_LAYERS; layer++) {
            long base = winsock.socketBelow(at, Afd.SIO_BASE_HANDLE);
            if (base > 0) {
                return base;
            }
            if (base == -Win32Error.NOT_A_SOCKET) {
                throw refused(socket, base, "it is not open, or no socket");
            }
            // A layer may refuse the question, but not the one that WSAPoll needs an answer to.
            long below = winsock.socketBelow(at, Afd.SIO_BSP_HANDLE_POLL);
            if (below <= 0 || below == at) {
                throw refused(socket, base, "a layered provider hides the socket beneath it");
            }
            at = below;
        }
        throw refused(socket, 0, "there is no end of layered providers");
    }

    private static IOException refused(int socket, long error, String why) {
        String name = error == 0 ? "" : " (" + Win32Error.name((int) -error) + ")";
        return new IOException("%d cannot be watched%s: %s.".formatted(socket, name, why));
    }
}
