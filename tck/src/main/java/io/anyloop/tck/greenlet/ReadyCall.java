package io.anyloop.tck.greenlet;

import io.anyloop.tck.fixture.Ends;
import java.io.Closeable;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.channels.DatagramChannel;
import java.nio.channels.FileChannel;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// Calls of the JDK's that never have to wait, so that whoever makes them again and again never does. What goes through
/// a conversation is sent and received by the same greenlet, a byte each time.
enum ReadyCall {
    FILE_CHANNEL_READ(Kind.FILE) {
        @Override
        Ready open(Path directory) throws IOException {
            var channel = FileChannel.open(filled(directory));
            return new Ready(() -> channel.read(Ends.bytes(PAGE), 0), channel);
        }
    },
    FILE_CHANNEL_WRITE(Kind.FILE) {
        @Override
        Ready open(Path directory) throws IOException {
            var channel = FileChannel.open(filled(directory), StandardOpenOption.WRITE);
            return new Ready(() -> channel.write(Ends.bytes(PAGE), 0), channel);
        }
    },
    RANDOM_ACCESS_FILE_READ(Kind.FILE) {
        @Override
        Ready open(Path directory) throws IOException {
            var file = new RandomAccessFile(filled(directory).toFile(), "r");
            var page = new byte[PAGE];
            return new Ready(
                    () -> {
                        file.seek(0);
                        file.readFully(page);
                    },
                    file);
        }
    },
    FILE_STREAM_READ(Kind.FILE) {
        @Override
        Ready open(Path directory) throws IOException {
            var in = new FileInputStream(filled(directory).toFile());
            return new Ready(
                    () -> {
                        if (in.read() < 0) {
                            in.getChannel().position(0);
                        }
                    },
                    in);
        }
    },
    SOCKET(Kind.MAY_WAIT) {
        @Override
        Ready open(Path directory) throws IOException {
            var ends = Ends.OfSocket.open();
            var out = ends.there().getOutputStream();
            var in = ends.here().getInputStream();
            return new Ready(
                    () -> {
                        out.write(1);
                        in.read();
                    },
                    ends);
        }
    },
    SOCKET_CHANNEL(Kind.MAY_WAIT) {
        @Override
        Ready open(Path directory) throws IOException {
            var ends = Ends.OfChannel.open();
            return new Ready(
                    () -> {
                        ends.there().write(Ends.bytes(1));
                        ends.here().read(Ends.bytes(1));
                    },
                    ends);
        }
    },
    DATAGRAM_SOCKET(Kind.MAY_WAIT) {
        @Override
        Ready open(Path directory) throws IOException {
            var socket = new DatagramSocket(Ends.anywhere());
            var address = socket.getLocalSocketAddress();
            return new Ready(
                    () -> {
                        socket.send(new DatagramPacket(new byte[1], 1, address));
                        socket.receive(new DatagramPacket(new byte[1], 1));
                    },
                    socket);
        }
    },
    DATAGRAM_CHANNEL(Kind.MAY_WAIT) {
        @Override
        Ready open(Path directory) throws IOException {
            var channel = DatagramChannel.open().bind(Ends.anywhere());
            var address = channel.getLocalAddress();
            return new Ready(
                    () -> {
                        channel.send(Ends.bytes(1), address);
                        channel.receive(Ends.bytes(1));
                    },
                    channel);
        }
    },
    PIPE(Kind.MAY_WAIT) {
        @Override
        Ready open(Path directory) throws IOException {
            var pipe = Pipe.open();
            return new Ready(
                    () -> {
                        pipe.sink().write(Ends.bytes(1));
                        pipe.source().read(Ends.bytes(1));
                    },
                    () -> {
                        pipe.sink().close();
                        pipe.source().close();
                    });
        }
    },
    STREAM_OF_A_FILE_WRITE(Kind.HELD) {
        @Override
        Ready open(Path directory) throws IOException {
            return writes(new FileOutputStream(directory.resolve("log").toFile()));
        }
    },
    STREAM_OF_A_CHANNEL_WRITE(Kind.HELD) {
        @Override
        Ready open(Path directory) throws IOException {
            return writes(Files.newOutputStream(directory.resolve("log")));
        }
    },
    ARCHIVE_READ(Kind.HELD) {
        @Override
        Ready open(Path directory) throws IOException {
            Path path = directory.resolve("archive.zip");
            try (var out = new ZipOutputStream(Files.newOutputStream(path))) {
                out.putNextEntry(new ZipEntry("entry"));
                out.write(new byte[10 * PAGE]);
            }
            var archive = new ZipFile(path.toFile());
            var entry = archive.getEntry("entry");
            return new Ready(
                    () -> {
                        try (var in = archive.getInputStream(entry)) {
                            in.readAllBytes();
                        }
                    },
                    archive);
        }
    };

    /// What may come of such a call.
    enum Kind {
        /// It could have to wait, and be cut off.
        MAY_WAIT,
        /// It never waits.
        FILE,
        /// It never waits, and is made while something is held that others want.
        HELD
    }

    private static final int PAGE = 4096;

    final Kind kind;

    ReadyCall(Kind kind) {
        this.kind = kind;
    }

    /// What is called, ready again after each call.
    static final class Ready implements Closeable {
        private final Step step;
        private final Closeable subject;

        Ready(Step step, Closeable subject) {
            this.step = step;
            this.subject = subject;
        }

        void call() throws IOException {
            step.take();
        }

        @Override
        public void close() throws IOException {
            subject.close();
        }
    }

    @FunctionalInterface
    interface Step {
        void take() throws IOException;
    }

    abstract Ready open(Path directory) throws IOException;

    private static Path filled(Path directory) throws IOException {
        return Files.write(directory.resolve("file"), new byte[PAGE]);
    }

    private static Ready writes(OutputStream out) {
        var bytes = new byte[64];
        return new Ready(() -> out.write(bytes), out);
    }
}
