package io.anyloop.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;

/// Addresses as people write them.
final class Addresses {
    private static final int HIGHEST_PORT = 65_535;

    private Addresses() {}

    /// All addresses of this machine.
    static InetSocketAddress port(int port) {
        return new InetSocketAddress(checked(port, Integer.toString(port)));
    }

    private static int checked(int port, String seen) {
        if (port < 0 || port > HIGHEST_PORT) {
            throw refused(seen, "a port is a number from 0 to 65535");
        }
        return port;
    }

    /// Reads `7000`, `host:7000`, `:7000` or `[v6]:7000`. Looks up no name.
    static InetSocketAddress parse(String text) {
        String trimmed = text.strip();
        int colon = trimmed.lastIndexOf(':');
        String host = host(trimmed, colon);
        int port = number(trimmed.substring(colon + 1), text);
        return host.isEmpty()
                ? new InetSocketAddress(port)
                : InetSocketAddress.createUnresolved(host, port);
    }

    private static String host(String text, int colon) {
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            if (end < 2 || end + 1 != colon) {
                throw refused(text, "after a bracket comes [v6 address]:port");
            }
            return text.substring(1, end);
        }
        String host = text.substring(0, Math.max(0, colon));
        if (host.indexOf(':') >= 0) {
            throw refused(text, "a v6 address stands in brackets before its port");
        }
        return host;
    }

    private static int number(String digits, String text) {
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw refused(text, "its port is no number");
        }
        // More digits than an int has are too many in any case.
        return checked(digits.length() > 9 ? -1 : Integer.parseInt(digits), text);
    }

    private static IllegalArgumentException refused(String text, String why) {
        return new IllegalArgumentException(
                "\"%s\" is not an address to listen on: %s. Use a port, \"host:port\" or \"[v6]:port\", for example 7000, \"127.0.0.1:7000\" or \"[::1]:7000\"."
                        .formatted(text, why));
    }

    /// The address with its name looked up. A number needs no looking up.
    static SocketAddress resolved(SocketAddress address) throws UnknownHostException {
        if (address instanceof InetSocketAddress inet && inet.isUnresolved()) {
            return new InetSocketAddress(lookUp(inet), inet.getPort());
        }
        return address;
    }

    private static InetAddress lookUp(InetSocketAddress address) throws UnknownHostException {
        String host = address.getHostString();
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            var unknown =
                    new UnknownHostException(
                            "Cannot listen on %s:%d: no address is known for this name. Use an address of this machine, or a port alone for all of them."
                                    .formatted(host, address.getPort()));
            unknown.initCause(e);
            throw unknown;
        }
    }

    static SocketAddress supported(SocketAddress address) {
        if (address instanceof InetSocketAddress || address instanceof UnixDomainSocketAddress) {
            return address;
        }
        throw new IllegalArgumentException(
                "%s is of a kind that cannot be listened on. Use an InetSocketAddress or a UnixDomainSocketAddress."
                        .formatted(address));
    }

    /// Says on what.
    static IOException cannotListen(SocketAddress address, IOException cause) {
        var failure =
                new BindException(
                        "Cannot listen on %s: %s. Either another program is there already (port 0 takes a free one), or this machine has no such address."
                                .formatted(address, cause.getMessage()));
        failure.initCause(cause);
        return failure;
    }
}
