package io.anyloop.tck;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/// A program for cases about child processes, started with the Java that runs the case: the one command that exists on
/// every system.
final class Child {
    private static final int LINE = 1_000;

    private Child() {}

    /// The command that starts it.
    static List<String> command(String... arguments) throws URISyntaxException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
        var where = Child.class.getProtectionDomain().getCodeSource().getLocation();
        command.addAll(List.of("-cp", Path.of(where.toURI()).toString(), Child.class.getName()));
        command.addAll(List.of(arguments));
        return command;
    }

    /// The program itself.
    ///
    /// @param arguments what to do: `exit CODE`; `echo`, until the end of the input; `lock FILE`, until the end of the input; `talk LINES`, on both streams; `stay`,
    ///     also when asked to end
    /// @throws IOException if a pipe breaks
    public static void main(String[] arguments) throws IOException {
        switch (arguments[0]) {
            case "exit" -> System.exit(Integer.parseInt(arguments[1]));
            case "echo" -> echo();
            case "stay" -> stay();
            case "lock" -> lock(Path.of(arguments[1]));
            case "talk" -> talk(Integer.parseInt(arguments[1]));
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// Locks a file until the end of the input.
    private static void lock(Path file) throws IOException {
        try (var channel =
                        FileChannel.open(
                                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var lock = channel.lock()) {
            System.out.println("locked");
            echo();
            lock.release();
        }
    }

    private static void stay() throws IOException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> LockSupport.park()));
        System.out.println("stays");
        echo();
    }

    private static void echo() throws IOException {
        var buffer = new byte[LINE];
        for (int count = System.in.read(buffer); count >= 0; count = System.in.read(buffer)) {
            System.out.write(buffer, 0, count);
            if (System.out.checkError()) { // flushes too
                throw new IOException("Nobody reads this any more.");
            }
        }
    }

    private static void talk(int lines) {
        for (int i = 0; i < lines; i++) {
            System.out.println("out " + i + " " + "x".repeat(LINE));
            System.err.println("err " + i + " " + "x".repeat(LINE));
        }
    }
}
