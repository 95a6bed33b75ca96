package io.anyloop.benchmarks;

import io.anyloop.loop.iouring.IoUringLoopProvider;
import io.anyloop.spi.Availability;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// An echo server that can be started.
///
/// @param name for people, and the key of its figures
/// @param command what starts it
record EchoPeer(String name, List<String> command) {
    static final String C = "C, epoll";
    static final String NETTY = "Netty callbacks";
    static final String OURS = "hub, channels, epoll";
    static final String STOCK = "virtual threads, java.net.Socket";
    static final String AGENT = "hub, java.net.Socket";
    static final String OTHER_AGENT = "hub, java.net.Socket, other Java";
    static final String OTHER_STOCK = "virtual threads, java.net.Socket, other Java";
    static final String OTHER_POLLERS = "virtual threads, pollers on carriers, other Java";
    static final String IO_URING = "hub, java.net.Socket, io_uring";

    /// The same heap and collector for each; a JVM that sees one processor would choose this collector anyway.
    static final String[] HEAP = {"-Xms256m", "-Xmx256m", "-XX:+UseSerialGC"};

    /// All that this machine has.
    ///
    /// @param peers in the order of the table
    /// @param leftOut a sentence for each that is not there
    record Choice(List<EchoPeer> peers, List<String> leftOut) {}

    /// Finds out what there is, and compiles what has to be.
    ///
    /// @param only parts of names, of which one must be in a name; none for all. The C server and Netty always take part
    /// @throws Missing if the C server cannot be had, without which there is nothing to compare with, or no name has a part
    static Choice choose(List<String> only) throws Exception {
        return choose(only, null);
    }

    /// As [#choose(List)], beside another Java if there is one; its servers always take part.
    static Choice choose(List<String> only, OtherJava other) throws Exception {
        List<EchoPeer> peers = new ArrayList<>();
        List<String> leftOut = new ArrayList<>();
        peers.add(new EchoPeer(C, List.of(Compiled.c("echo_server").toString())));
        peers.add(java(NETTY, false, NettyServer.class));
        peers.add(java(OURS, false, HubChannelServer.class, "epoll"));
        peers.add(java("hub, channels, select", false, HubChannelServer.class, "select"));
        peers.add(withAgent(AGENT, HubSocketServer.class, "epoll"));
        if (new IoUringLoopProvider().availability() instanceof Availability.Unavailable no) {
            leftOut.add("io_uring is not to be had, so its server is left out: " + no.reason());
        } else {
            peers.add(withAgent(IO_URING, HubSocketServer.class, "iouring"));
        }
        peers.add(
                java("hub without agent, java.net.Socket", false, HubSocketServer.class, "epoll"));
        peers.add(java(STOCK, true, StockSocketServer.class));
        if (other != null) {
            addServersOf(other, peers);
        }
        try {
            peers.add(new EchoPeer("Go", List.of(Compiled.go("echo_server").toString())));
        } catch (Missing e) {
            leftOut.add(e.getMessage());
        }
        if (Tools.firstLine("python3", "-c", "import gevent; print(gevent.__version__)")
                .isPresent()) {
            Path script = Places.source("python", "echo_gevent.py");
            peers.add(new EchoPeer("Python gevent", List.of("python3", script.toString())));
        } else {
            leftOut.add("Python with gevent is not installed, so its server is left out.");
        }
        for (String part : only) {
            if (peers.stream().noneMatch(peer -> peer.name().contains(part))) {
                throw new Missing(
                        "No server has \"%s\" in its name. There are: %s. %s"
                                .formatted(
                                        part,
                                        String.join("; ", names(peers)),
                                        String.join(" ", leftOut)));
            }
        }
        peers.removeIf(peer -> !peer.isAmong(only));
        return new Choice(peers, leftOut);
    }

    /// Those whose first answers are compared.
    ///
    /// @param classPath what each of them has
    static List<EchoPeer> ofStart(String classPath) {
        return Stream.of(
                        java(STOCK, true, StockSocketServer.class),
                        withAgent("hub, java.net.Socket, select", HubSocketServer.class, "select"),
                        withAgent(AGENT, HubSocketServer.class, "epoll"),
                        java(NETTY, false, NettyServer.class))
                .map(peer -> peer.withClassPath(classPath))
                .toList();
    }

    private EchoPeer withClassPath(String classPath) {
        List<String> other = new ArrayList<>(command);
        other.set(other.indexOf("-cp") + 1, classPath);
        return new EchoPeer(name, other);
    }

    static List<String> names(List<EchoPeer> peers) {
        return peers.stream().map(EchoPeer::name).toList();
    }

    private boolean isAmong(List<String> only) {
        return only.isEmpty()
                || name.equals(C)
                || name.equals(NETTY)
                || name.endsWith("other Java")
                || only.stream().anyMatch(name::contains);
    }

    private static void addServersOf(OtherJava other, List<EchoPeer> peers) {
        List<String> agent = Forked.flags(false, HEAP);
        agent.add("-javaagent:" + Places.agent());
        peers.add(of(other, OTHER_AGENT, agent, HubSocketServer.class, "epoll"));
        List<String> stock = Forked.flags(true, HEAP);
        peers.add(of(other, OTHER_STOCK, stock, StockSocketServer.class));
        if (other.hasPollersOnCarriers()) {
            List<String> pollers = Forked.flags(true, HEAP);
            pollers.add("-Djdk.pollerMode=3");
            peers.add(of(other, OTHER_POLLERS, pollers, StockSocketServer.class));
        }
    }

    private static EchoPeer of(
            OtherJava other, String name, List<String> flags, Class<?> main, Object... args) {
        return new EchoPeer(name, Forked.command(other.program(), flags, main, args));
    }

    private static EchoPeer java(String name, boolean stock, Class<?> main, String... args) {
        return new EchoPeer(name, Forked.command(Forked.flags(stock, HEAP), main, (Object[]) args));
    }

    private static EchoPeer withAgent(String name, Class<?> main, String... args) {
        List<String> flags = Forked.flags(false, HEAP);
        flags.add("-javaagent:" + Places.agent());
        return new EchoPeer(name, Forked.command(flags, main, (Object[]) args));
    }
}
