package io.anyloop.agent;

import java.util.List;
import java.util.Set;

/// A group of changes to the JDK that only make sense together: all of them are made, or none.
enum Feature {
    /// Waits for descriptors come to the hub.
    WAITS(
            "waits of sockets and selectors stay with the JDK's own pollers",
            List.of(
                    Change.ask(
                            "sun.nio.ch.Poller", "poll(IIJLjava/util/function/BooleanSupplier;)V"),
                    Change.ask("sun.nio.ch.Poller", "pollSelector(IJ)V"),
                    Change.tell("sun.nio.ch.Poller", "stopPoll(II)V"))),

    /// Every way in which the JDK closes a descriptor of a socket or a file is heard, so that its registration can be kept between
    /// waits. Those of selectors are not kept.
    CLOSES(
            "each wait registers its descriptor anew, which costs a system call",
            List.of(
                    Change.closesParameter(
                            "sun.nio.ch.UnixDispatcher", "close(Ljava/io/FileDescriptor;)V"),
                    Change.closesField("java.io.FileDescriptor", "close()V", "fd"),
                    Change.closesField("java.io.FileCleanable", "performCleanup()V", "fd"))),

    /// Reads that would find nothing are spared.
    READS(
            "each read of a socket that finds nothing costs a system call",
            List.of(
                    Change.gateReads(
                            "sun.nio.ch.NioSocketImpl", "tryRead(Ljava/io/FileDescriptor;[BII)I"))),

    /// What is thrown into a greenlet leaves the call that waits as itself, and closes the socket that it cuts off.
    THROWS(
            "a kill or a Timeout that cuts off a read or write leaves the socket open",
            List.of(
                    Change.guard(
                            "sun.nio.ch.NioSocketImpl",
                            "park(Ljava/io/FileDescriptor;IJ)V",
                            "leftWait"),
                    Change.guard("sun.nio.ch.NioSocketImpl", "read([BII)I", "leftStream"),
                    Change.guard("sun.nio.ch.NioSocketImpl", "write([BII)V", "leftStream"),
                    Change.guard(
                            "sun.nio.ch.NioSocketImpl",
                            "connect(Ljava/net/SocketAddress;I)V",
                            "leftConnect"),
                    Change.refuse("sun.nio.ch.NioSocketImpl", "ensureOpen()V"),
                    Change.refuse("sun.nio.ch.NioSocketImpl", "ensureOpenAndConnected()V"),
                    Change.guard("sun.nio.ch.SelChImpl", "park(IJ)V", "leftWait"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "implRead(Ljava/nio/ByteBuffer;)I",
                            "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "implRead([Ljava/nio/ByteBuffer;II)J",
                            "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "implWrite(Ljava/nio/ByteBuffer;)I",
                            "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "implWrite([Ljava/nio/ByteBuffer;II)J",
                            "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl", "blockingRead([BIIJ)I", "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "blockingWriteFully([BII)V",
                            "leftStream"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "connect(Ljava/net/SocketAddress;)Z",
                            "leftConnect"),
                    Change.guard(
                            "sun.nio.ch.SocketChannelImpl",
                            "blockingConnect(Ljava/net/SocketAddress;J)V",
                            "leftConnect"),
                    Change.guard("sun.nio.ch.SocketChannelImpl", "finishConnect()Z", "leftConnect"),
                    Change.refuse("sun.nio.ch.SocketChannelImpl", "ensureOpen()V"),
                    Change.refuse("sun.nio.ch.SocketChannelImpl", "ensureOpenAndConnected()V"))),

    /// Where a virtual thread parks that cannot be unmounted, another platform thread carries the hub on.
    PINNED(
            "a greenlet that waits under a native frame, or while a class is initialised, stops its hub",
            List.of(
                    Change.surround(
                            "java.lang.VirtualThread",
                            "parkOnCarrierThread(ZJ)V",
                            "beginPinned",
                            "endPinned"))),

    /// A call that the JDK itself says may block stops its hub for a moment only.
    BLOCKING(
            "pipes of child processes, standard input, name look-ups and locks of files stop the hub as long as they wait",
            List.of(
                    Change.ask("jdk.internal.misc.Blocker", "begin()Z", "beginBlocking"),
                    Change.ask("jdk.internal.misc.Blocker", "begin(Z)Z", "beginBlocking"),
                    Change.ask("jdk.internal.misc.Blocker", "end(Z)V", "endBlocking"))),

    /// What the JDK does not say of files, pipes and terminals.
    FILES(
            "reading standard input, named pipes and slow files stops the hub as long as it takes",
            List.of(
                    Change.surroundRead(
                            "java.io.FileInputStream", "read()I", "beginRead", "endFileCall"),
                    Change.surroundRead(
                            "java.io.FileInputStream", "read([B)I", "beginRead", "endFileCall"),
                    Change.surroundRead(
                            "java.io.FileInputStream", "read([BII)I", "beginRead", "endFileCall"),
                    fileCall("java.io.FileInputStream", "open(Ljava/lang/String;)V"),
                    fileCall("java.io.FileOutputStream", "open(Ljava/lang/String;Z)V"),
                    fileCall("java.io.RandomAccessFile", "open(Ljava/lang/String;I)V"),
                    fileCall("java.io.FileOutputStream", "write(I)V"),
                    fileCall("java.io.FileOutputStream", "write([B)V"),
                    fileCall("java.io.FileOutputStream", "write([BII)V"),
                    fileCall("java.io.RandomAccessFile", "read()I"),
                    fileCall("java.io.RandomAccessFile", "read([B)I"),
                    fileCall("java.io.RandomAccessFile", "read([BII)I"),
                    fileCall("java.io.RandomAccessFile", "write(I)V"),
                    fileCall("java.io.RandomAccessFile", "write([B)V"),
                    fileCall("java.io.RandomAccessFile", "write([BII)V")));

    /// What it means for the user when a JDK does not have what is changed here.
    final String without;

    final List<Change> changes;

    private static Change fileCall(String owner, String method) {
        return Change.surround(owner, method, "beginFileCall", "endFileCall");
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
            case CLOSES, THROWS, PINNED, BLOCKING, FILES -> Set.of(WAITS);
            case READS -> Set.of(WAITS, CLOSES);
        };
    }

    Feature(String without, List<Change> changes) {
        this.without = without;
        this.changes = changes;
    }
}
