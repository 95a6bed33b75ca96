package io.anyloop.agent;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// A group of changes to the JDK that only make sense together: all of them are made, or none. This is the one list of all that the
/// agent touches; where JDKs differ, a hook names the shape of each. `java -jar anyloop-agent.jar hooks` prints it as a table.
enum Feature {
    /// Waits for descriptors come to the hub.
    WAITS(
            "waits of sockets and selectors stay with the JDK's own pollers",
            Hook.always(
                    "a wait for a descriptor",
                    Change.ask(
                            "sun.nio.ch.Poller", "poll(IIJLjava/util/function/BooleanSupplier;)V")),
            Hook.always(
                    "a wait of a selector", Change.ask("sun.nio.ch.Poller", "pollSelector(IJ)V")),
            Hooks.STOP),

    /// Every way in which the JDK closes a descriptor of a socket or a file is heard, so that its registration can be kept between
    /// waits. Those of selectors are not kept.
    CLOSES(
            "each wait registers its descriptor anew, which costs a system call",
            Hook.always(
                    "the close of a socket or a channel",
                    Change.closesParameter(
                            "sun.nio.ch.UnixDispatcher", "close(Ljava/io/FileDescriptor;)V")),
            Hook.always(
                    "the close of a file",
                    Change.closesField("java.io.FileDescriptor", "close()V", "fd")),
            Hook.always(
                    "the close of a file that was forgotten",
                    Change.closesField("java.io.FileCleanable", "performCleanup()V", "fd"))),

    /// Reads that would find nothing are spared.
    READS(
            "each read of a socket that finds nothing costs a system call",
            Hook.always(
                    "a read of a socket that is tried",
                    Change.gateReads(
                            "sun.nio.ch.NioSocketImpl", "tryRead(Ljava/io/FileDescriptor;[BII)I"))),

    /// A call that is cut off ends as the JDK documents, and the socket that it leaves in the middle is closed.
    THROWS(
            "a kill or a Timeout that cuts off a read or write leaves the socket open",
            guard("NioSocketImpl", "park(Ljava/io/FileDescriptor;IJ)V", "leftWait"),
            guard("NioSocketImpl", "read([BII)I", "leftStream"),
            guard("NioSocketImpl", "write([BII)V", "leftStream"),
            guard("NioSocketImpl", "connect(Ljava/net/SocketAddress;I)V", "leftConnect"),
            refuse("NioSocketImpl", "ensureOpen()V"),
            refuse("NioSocketImpl", "ensureOpenAndConnected()V"),
            guard("SelChImpl", "park(IJ)V", "leftWait"),
            guard("DatagramChannelImpl", "park(IJ)V", "leftWait"),
            guard("SocketChannelImpl", "implRead(Ljava/nio/ByteBuffer;)I", "leftStream"),
            guard("SocketChannelImpl", "implRead([Ljava/nio/ByteBuffer;II)J", "leftStream"),
            guard("SocketChannelImpl", "implWrite(Ljava/nio/ByteBuffer;)I", "leftStream"),
            guard("SocketChannelImpl", "implWrite([Ljava/nio/ByteBuffer;II)J", "leftStream"),
            guard("SocketChannelImpl", "blockingRead([BIIJ)I", "leftAdaptor"),
            guard("SocketChannelImpl", "blockingWriteFully([BII)V", "leftAdaptor"),
            guard("SocketChannelImpl", "connect(Ljava/net/SocketAddress;)Z", "leftConnect"),
            guard(
                    "SocketChannelImpl",
                    "blockingConnect(Ljava/net/SocketAddress;J)V",
                    "leftAdaptorConnect"),
            guard("SocketChannelImpl", "finishConnect()Z", "leftConnect"),
            refuse("SocketChannelImpl", "ensureOpen()V"),
            refuse("SocketChannelImpl", "ensureOpenAndConnected()V")),

    /// Who wants to use a socket or a channel while another is in the middle of a call on it waits in line for a lock, and can be cut
    /// off there: nothing of its own call has begun.
    IN_LINE(
            "a kill or a Timeout does not end the wait behind another who uses the same socket",
            inLine("NioSocketImpl", "read([BII)I"),
            inLine("NioSocketImpl", "write([BII)V"),
            inLine("NioSocketImpl", "accept(Ljava/net/SocketImpl;)V"),
            inLine("NioSocketImpl", "sendUrgentData(I)V"),
            inLine("SocketChannelImpl", "implRead(Ljava/nio/ByteBuffer;)I"),
            inLine("SocketChannelImpl", "implRead([Ljava/nio/ByteBuffer;II)J"),
            inLine("SocketChannelImpl", "implWrite(Ljava/nio/ByteBuffer;)I"),
            inLine("SocketChannelImpl", "implWrite([Ljava/nio/ByteBuffer;II)J"),
            inLine("SocketChannelImpl", "blockingRead([BIIJ)I"),
            inLine("SocketChannelImpl", "blockingWriteFully([BII)V"),
            inLine("SocketChannelImpl", "sendOutOfBandData(B)I"),
            inLine("ServerSocketChannelImpl", "accept()Ljava/nio/channels/SocketChannel;"),
            inLine("ServerSocketChannelImpl", "blockingAccept(J)Ljava/nio/channels/SocketChannel;"),
            inLine("DatagramChannelImpl", "receive(Ljava/nio/ByteBuffer;)Ljava/net/SocketAddress;"),
            inLine("DatagramChannelImpl", "blockingReceive(Ljava/net/DatagramPacket;J)V"),
            inLine("DatagramChannelImpl", "send(Ljava/nio/ByteBuffer;Ljava/net/SocketAddress;)I"),
            inLine("DatagramChannelImpl", "blockingSend(Ljava/net/DatagramPacket;)V"),
            inLine("DatagramChannelImpl", "read(Ljava/nio/ByteBuffer;)I"),
            inLine("DatagramChannelImpl", "read([Ljava/nio/ByteBuffer;II)J"),
            inLine("DatagramChannelImpl", "write(Ljava/nio/ByteBuffer;)I"),
            inLine("DatagramChannelImpl", "write([Ljava/nio/ByteBuffer;II)J"),
            inLine("SourceChannelImpl", "read(Ljava/nio/ByteBuffer;)I"),
            inLine("SourceChannelImpl", "read([Ljava/nio/ByteBuffer;II)J"),
            inLine("SinkChannelImpl", "write(Ljava/nio/ByteBuffer;)I"),
            inLine("SinkChannelImpl", "write([Ljava/nio/ByteBuffer;II)J")),

    /// Where a virtual thread parks that cannot be unmounted, another platform thread carries the hub on.
    PINNED(
            "a greenlet that waits under a native frame, or while it initialises a class, stops its hub",
            Hook.always(
                    "a park of a thread that cannot be unmounted",
                    Change.surround(
                            "java.lang.VirtualThread",
                            "parkOnCarrierThread(ZJ)V",
                            "beginPinned",
                            "endPinned")),
            Hook.always(
                    "a wait for a notify, which such a thread makes in native code",
                    Change.surround("java.lang.Object", "wait(J)V", "beginCall", "endCall")),
            new Hook(
                    "a wait for a class that another thread initialises",
                    Shape.notNeeded(
                            26,
                            0,
                            "java.lang.VirtualThread",
                            "interruptibleWait",
                            "the virtual machine unmounts the thread"),
                    Shape.left(
                            25,
                            25,
                            "stops the hub until the class is ready: the virtual machine waits inside itself"))),

    /// A call that the JDK itself says may block stops its hub for a moment only.
    BLOCKING(
            "pipes of child processes, standard input, name look-ups and locks of files stop the hub as long as they wait",
            Hook.always(
                    "the begin of a call that may block",
                    Change.ask("jdk.internal.misc.Blocker", "begin()Z", "beginBlocking")),
            Hook.always(
                    "the same, of a file",
                    Change.ask("jdk.internal.misc.Blocker", "begin(Z)Z", "beginBlocking")),
            Hook.always(
                    "its end", Change.ask("jdk.internal.misc.Blocker", "end(Z)V", "endBlocking"))),

    /// What the JDK does not say of files, pipes and terminals.
    FILES(
            "reading standard input, named pipes and slow files stops the hub as long as it takes",
            fileRead("read()I"),
            fileRead("read([B)I"),
            fileRead("read([BII)I"),
            fileWait("java.io.FileInputStream", "open(Ljava/lang/String;)V"),
            fileWait("java.io.FileOutputStream", "open(Ljava/lang/String;Z)V"),
            fileWait("java.io.RandomAccessFile", "open(Ljava/lang/String;I)V"),
            fileCall("FileOutputStream", "write(I)V"),
            fileCall("FileOutputStream", "write([B)V"),
            fileCall("FileOutputStream", "write([BII)V"),
            fileCall("RandomAccessFile", "read()I"),
            fileCall("RandomAccessFile", "read([B)I"),
            fileCall("RandomAccessFile", "read([BII)I"),
            fileCall("RandomAccessFile", "write(I)V"),
            fileCall("RandomAccessFile", "write([B)V"),
            fileCall("RandomAccessFile", "write([BII)V"),
            fileWait("sun.nio.ch.FileChannelImpl", "lock(JJZ)Ljava/nio/channels/FileLock;")),

    /// A virtual thread that somebody else makes on a hub, a library for example, runs in what the hub's host puts around its maker.
    FORKS(
            "virtual threads that a library makes for itself inside a greenlet have no context of Vert.x's",
            Hook.always(
                    "a virtual thread that is made",
                    Change.replaceParameter(
                            "java.lang.VirtualThread",
                            "<init>(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V",
                            0,
                            3,
                            "forked"))),

    /// A program that knows nothing of hubs begins on one.
    MAIN(
            "a program begins on its own main thread, and not on a hub",
            Hook.always(
                    "the class that has main is found",
                    Change.replaceLaunched(
                            "sun.launcher.LauncherHelper",
                            "checkAndLoadMain(ZILjava/lang/String;)Ljava/lang/Class;",
                            "validateMainMethod")),
            Hook.always(
                    "whether a thread is a daemon, which those that it makes inherit",
                    Change.replaceResult("java.lang.Thread", "isDaemon()Z", "isDaemon")),
            Hook.always(
                    "the group of a thread, which those that it makes inherit",
                    Change.replaceResult(
                            "java.lang.Thread",
                            "getThreadGroup()Ljava/lang/ThreadGroup;",
                            "groupOf"))),

    /// Its virtual threads come to hubs.
    ADOPT(
            "a program's virtual threads stay with the JDK's scheduler",
            Hook.always(
                    "a virtual thread that is made",
                    Change.replaceForProgram(
                            "java.lang.VirtualThread",
                            "<init>(Ljava/util/concurrent/Executor;Ljava/lang/String;ILjava/lang/Runnable;)V",
                            0,
                            3,
                            0,
                            "scheduler"))),

    /// Its pools have virtual threads.
    POOLS(
            "a program's thread pools keep threads of the system",
            Hook.always(
                    "a thread pool that is made",
                    Change.replaceForProgram(
                            "java.util.concurrent.ThreadPoolExecutor",
                            "<init>(IIJLjava/util/concurrent/TimeUnit;Ljava/util/concurrent/BlockingQueue;Ljava/util/concurrent/ThreadFactory;Ljava/util/concurrent/RejectedExecutionHandler;)V",
                            4,
                            5,
                            5,
                            "factory"))),

    /// Who has run for long lets others run at calls that may wait, and at those on files. Not where streams are written: a log is
    /// one, and its lock is wanted by code that cannot leave its thread.
    GIVES_WAY(
            "a greenlet whose calls never have to wait holds up all others",
            givesWayAtRead("NioSocketImpl", "read([BII)I"),
            givesWayAtWrite("NioSocketImpl", "write([BII)V"),
            givesWayAtRead("NioSocketImpl", "accept(Ljava/net/SocketImpl;)V"),
            givesWayAtRead("SocketChannelImpl", "implRead(Ljava/nio/ByteBuffer;)I"),
            givesWayAtRead("SocketChannelImpl", "implRead([Ljava/nio/ByteBuffer;II)J"),
            givesWayAtWrite("SocketChannelImpl", "implWrite(Ljava/nio/ByteBuffer;)I"),
            givesWayAtWrite("SocketChannelImpl", "implWrite([Ljava/nio/ByteBuffer;II)J"),
            givesWayAtRead("SocketChannelImpl", "blockingRead([BIIJ)I"),
            givesWayAtWrite("SocketChannelImpl", "blockingWriteFully([BII)V"),
            givesWayAtRead("ServerSocketChannelImpl", "accept()Ljava/nio/channels/SocketChannel;"),
            givesWayAtRead(
                    "DatagramChannelImpl",
                    "receive(Ljava/nio/ByteBuffer;)Ljava/net/SocketAddress;"),
            givesWayAtWrite(
                    "DatagramChannelImpl", "send(Ljava/nio/ByteBuffer;Ljava/net/SocketAddress;)I"),
            givesWayAtRead("DatagramChannelImpl", "read(Ljava/nio/ByteBuffer;)I"),
            givesWayAtWrite("DatagramChannelImpl", "write(Ljava/nio/ByteBuffer;)I"),
            givesWayAtRead("DatagramChannelImpl", "blockingReceive(Ljava/net/DatagramPacket;J)V"),
            givesWayAtRead("SourceChannelImpl", "read(Ljava/nio/ByteBuffer;)I"),
            givesWayAtWrite("SinkChannelImpl", "write(Ljava/nio/ByteBuffer;)I"),
            givesWayAtFile("java.io.FileInputStream", "read()I"),
            givesWayAtFile("java.io.FileInputStream", "read([B)I"),
            givesWayAtFile("java.io.FileInputStream", "read([BII)I"),
            givesWayAtFile("java.io.RandomAccessFile", "read()I"),
            givesWayAtFile("java.io.RandomAccessFile", "read([B)I"),
            givesWayAtFile("java.io.RandomAccessFile", "read([BII)I"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "read(Ljava/nio/ByteBuffer;)I"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "read([Ljava/nio/ByteBuffer;II)J"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "read(Ljava/nio/ByteBuffer;J)I"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "write(Ljava/nio/ByteBuffer;)I"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "write([Ljava/nio/ByteBuffer;II)J"),
            givesWayAtFile("sun.nio.ch.FileChannelImpl", "write(Ljava/nio/ByteBuffer;J)I"));

    /// Hooks that others ask for by name.
    static final class Hooks {
        /// Somebody closes what is waited for.
        static final Hook STOP =
                new Hook(
                        "a close of what is waited for",
                        Shape.changed(25, 26, Change.tell("sun.nio.ch.Poller", "stopPoll(II)V")),
                        Shape.notNeeded(
                                27,
                                0,
                                "sun.nio.ch.Poller",
                                "stopPoll(Ljava/lang/Thread;)V",
                                "the JDK unparks the thread that waits, whoever it waits with"));

        private Hooks() {}
    }

    /// What it means for the user when a JDK does not have what is changed here.
    final String without;

    final List<Hook> hooks;

    Feature(String without, Hook... hooks) {
        this.without = without;
        this.hooks = List.of(hooks);
    }

    private static Hook guard(String owner, String method, String by) {
        return Hook.always(
                by.equals("leftWait") ? "what leaves a wait" : "what leaves a call of a socket",
                Change.guard("sun.nio.ch." + owner, method, by));
    }

    private static Hook refuse(String owner, String method) {
        return Hook.always(
                "the next call on a socket that was cut off",
                Change.refuse("sun.nio.ch." + owner, method));
    }

    private static Hook inLine(String owner, String method) {
        return Hook.always(
                "a call that waits while another uses the same socket",
                Change.takeLocks("sun.nio.ch." + owner, method));
    }

    private static Hook fileRead(String method) {
        return Hook.always(
                "a read of a stream",
                Change.surroundRead("java.io.FileInputStream", method, "beginRead", "endCall"));
    }

    private static Hook fileCall(String owner, String method) {
        return Hook.always(
                "a call on a file",
                Change.surround("java.io." + owner, method, "beginFileCall", "endCall"));
    }

    private static Hook fileWait(String owner, String method) {
        return Hook.always(
                "a call on a file that may wait for others",
                Change.surround(owner, method, "beginWaitingFileCall", "endCall"));
    }

    private static Hook givesWayAtRead(String owner, String method) {
        return Hook.always(
                "a call that may wait", Change.giveWayAtRead("sun.nio.ch." + owner, method));
    }

    private static Hook givesWayAtWrite(String owner, String method) {
        return Hook.always(
                "a call that sends",
                Change.giveWay("sun.nio.ch." + owner, method, "giveWayAtWrite"));
    }

    private static Hook givesWayAtFile(String owner, String method) {
        return Hook.always("a call on a file", Change.giveWay(owner, method, "giveWayAtFile"));
    }

    /// Whether this is of use here: on Windows no loop keeps registrations, and sockets are closed elsewhere.
    boolean isForThisSystem() {
        return this != CLOSES && this != READS
                || !System.getProperty("os.name").startsWith("Windows");
    }

    /// What this is of no use without.
    Set<Feature> needs() {
        return switch (this) {
            case WAITS -> Set.of();
            case CLOSES, THROWS, PINNED, BLOCKING, FILES, FORKS, MAIN, ADOPT, POOLS ->
                    Set.of(WAITS);
            case READS -> Set.of(WAITS, CLOSES);
            case IN_LINE, GIVES_WAY -> Set.of(WAITS, THROWS);
        };
    }

    /// Whether it is changed only in programs that are to come to hubs as they are.
    boolean isForProgram() {
        return this == MAIN || this == ADOPT || this == POOLS;
    }

    /// All that is changed in a JDK that has each hook in its oldest shape, as most do. Whoever finds all of it there need not look any
    /// further: no feature is missing.
    ///
    /// @param forProgram what has been asked for among what changes programs
    static List<Change> hoped(Set<Feature> forProgram) {
        List<Change> changes = new ArrayList<>();
        for (Feature feature : values()) {
            if (feature.isForThisSystem()
                    && (!feature.isForProgram() || forProgram.contains(feature))) {
                for (Hook hook : feature.hooks) {
                    if (hook.oldest().isPresent()) {
                        changes.add(hook.oldest().get());
                    }
                }
            }
        }
        return changes;
    }

    /// What is changed in the oldest JDK that has each hook.
    List<Change> oldestChanges() {
        return hooks.stream().map(Hook::oldest).flatMap(Optional::stream).toList();
    }
}
