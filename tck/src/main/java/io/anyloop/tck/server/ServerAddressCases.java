package io.anyloop.tck.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.server.DatagramServer;
import io.anyloop.server.StreamServer;
import io.anyloop.tck.fixture.Blocking;
import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.channels.ServerSocketChannel;
import java.util.List;
import javax.net.ssl.SSLServerSocketFactory;
import org.junit.jupiter.api.Test;

/// What servers can be told to listen on, and how they refuse the rest.
public abstract class ServerAddressCases extends Cases {

    @Test
    void v14_an_address_has_several_forms() throws Exception {
        inHub(hub -> {
            assertEquals("127.0.0.1", hostOf("127.0.0.1:0"));
            assertTrue(InetAddress.getByName(hostOf("localhost:0")).isLoopbackAddress());
            assertTrue(InetAddress.getByName(hostOf("0")).isAnyLocalAddress());
            assertTrue(InetAddress.getByName(hostOf(" :0 ")).isAnyLocalAddress());
        });
    }

    @Test
    void v14_a_v6_address_stands_in_brackets() throws Exception {
        HubCase.requires(hasV6(), "this machine has no IPv6");
        inHub(hub -> assertTrue(InetAddress.getByName(hostOf("[::1]:0")) instanceof Inet6Address));
    }

    private static boolean hasV6() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("::1"))) {
            return socket.isBound();
        } catch (java.io.IOException e) {
            return false;
        }
    }

    private static String hostOf(String text) throws Exception {
        try (var server = StreamServer.on(text, Talk::echo).start();
                var datagrams = DatagramServer.on(text, (data, sender, reply) -> {}).start()) {
            var address = ((InetSocketAddress) server.address()).getAddress();
            var other = ((InetSocketAddress) datagrams.address()).getAddress();
            assertTrue(
                    address.equals(other)
                            || address.isAnyLocalAddress() && other.isAnyLocalAddress(),
                    () -> address + " and " + other);
            assertTrue(server.port() > 0 && datagrams.port() > 0);
            return address.getHostAddress();
        }
    }

    @Test
    void v14_text_that_is_no_address_is_refused_with_the_forms_that_are() {
        for (String text :
                List.of(
                        "",
                        "localhost",
                        "localhost:",
                        "localhost:http",
                        "localhost:-1",
                        "localhost:65536",
                        "localhost:99999999999",
                        "::1:80",
                        "[::1]",
                        "[::1]80",
                        "[]:80",
                        "[::1:80")) {
            var e =
                    assertThrows(
                            IllegalArgumentException.class,
                            () -> StreamServer.on(text, Talk::echo),
                            text);
            assertTrue(e.getMessage().startsWith("\"" + text + "\" is not"), e.getMessage());
            assertTrue(e.getMessage().contains("\"[v6]:port\""), e.getMessage());
        }
        for (int port : List.of(-1, 65_536)) {
            assertThrows(IllegalArgumentException.class, () -> StreamServer.on(port, Talk::echo));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> DatagramServer.on(port, (data, sender, reply) -> {}));
        }
    }

    @Test
    void v14_listeners_that_cannot_be_used_are_refused_with_a_remedy() throws Exception {
        try (var unbound = new ServerSocket();
                var unboundChannel = ServerSocketChannel.open();
                var selecting = ServerSocketChannel.open();
                var secure = SSLServerSocketFactory.getDefault().createServerSocket(0);
                var datagrams = DatagramChannel.open()) {
            selecting.bind(null);
            selecting.configureBlocking(false);
            datagrams.bind(null);
            datagrams.configureBlocking(false);
            assertRefused("Bind it first", () -> StreamServer.on(unbound, Talk::echo));
            assertRefused("Bind it first", () -> StreamServer.onChannels(unboundChannel, c -> {}));
            assertRefused("configureBlocking", () -> StreamServer.on(selecting, Talk::echo));
            assertRefused("configureBlocking", () -> StreamServer.on(selecting.socket(), s -> {}));
            assertRefused("configureBlocking", () -> StreamServer.onChannels(selecting, c -> {}));
            assertRefused("tls(", () -> StreamServer.on(secure, Talk::echo));
            assertRefused("configureBlocking", () -> DatagramServer.on(datagrams, (d, s, r) -> {}));
        }
        var path = UnixDomainSocketAddress.of("unused");
        assertRefused("onChannels", () -> StreamServer.on(path, Talk::echo));
        var odd = new OddAddress();
        assertRefused("InetSocketAddress", () -> StreamServer.on(odd, Talk::echo));
        assertRefused("InetSocketAddress", () -> StreamServer.onChannels(odd, c -> {}));
        assertFalse(java.nio.file.Files.exists(path.getPath()));
    }

    private static final class OddAddress extends SocketAddress {
        private static final long serialVersionUID = 1;
    }

    @Test
    void v14_numbers_that_make_no_sense_are_refused() {
        var options = StreamServer.on(0, Talk::echo);
        assertRefused("1 or more", () -> options.backlog(0));
        assertRefused("1 or more", () -> options.limit(0));
        assertRefused("1 or more", () -> options.maxAccept(0));
        var datagrams = DatagramServer.on(0, (data, sender, reply) -> {});
        assertRefused("1 or more", () -> datagrams.limit(-1));
        assertRefused("1 or more", () -> datagrams.maxReceive(0));
    }

    private static void assertRefused(String remedy, Blocking call) {
        var e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(remedy), e.getMessage());
    }
}
