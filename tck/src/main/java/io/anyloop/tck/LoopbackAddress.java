package io.anyloop.tck;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/// The loopback address for the sockets of one process.
///
/// Some cases show that a port is free again. Where several processes run the contract at once, another could have taken the
/// port by then. So each has an address of its own, and with it all ports, on Linux, which has more than 127.0.0.1.
final class LoopbackAddress {
    private LoopbackAddress() {}

    static InetAddress ofThisProcess() {
        if (!System.getProperty("os.name").equals("Linux")) {
            return InetAddress.getLoopbackAddress();
        }
        try {
            InetAddress own = InetAddress.getByAddress(of(ProcessHandle.current().pid()));
            try (var trial = new ServerSocket(0, 1, own)) {
                return trial.getInetAddress();
            }
        } catch (IOException e) {
            return InetAddress.getLoopbackAddress(); // in a container that has no other, perhaps
        }
    }

    /// An address in 127.0.0.0/8 that ends with the lower bytes of the number.
    private static byte[] of(long number) {
        int upper = 1 + (int) (number >> 16 & 0x7f);
        return new byte[] {127, (byte) upper, (byte) (number >> 8), (byte) number};
    }
}
