package io.anyloop.agent;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/// Does what the agent does, to files instead of loaded classes: for a Java that the agent itself cannot run on. Only what that Java
/// has in the same shape, or in one that is as good: waits of sockets, and what leaves them.
public final class AheadOfTime {
    private static final String BLOCKER = "jdk/internal/misc/Blocker";
    private static final String SOCKET_CHANNEL = "sun.nio.ch.SocketChannelImpl";

    /// Java 21 has the contents of these calls in the public ones.
    private static final List<Change> OF_JAVA_21 =
            Stream.of(
                            "read(Ljava/nio/ByteBuffer;)I",
                            "read([Ljava/nio/ByteBuffer;II)J",
                            "write(Ljava/nio/ByteBuffer;)I",
                            "write([Ljava/nio/ByteBuffer;II)J")
                    .map(method -> Change.guard(SOCKET_CHANNEL, method, "leftStream"))
                    .toList();

    /// And these not at all: selectors of Windows do not wait in pollers.
    private static final Set<String> NOT_IN_JAVA_21 =
            Set.of(
                    "sun.nio.ch.Poller.pollSelector(IJ)V",
                    SOCKET_CHANNEL + ".implRead(Ljava/nio/ByteBuffer;)I",
                    SOCKET_CHANNEL + ".implRead([Ljava/nio/ByteBuffer;II)J",
                    SOCKET_CHANNEL + ".implWrite(Ljava/nio/ByteBuffer;)I",
                    SOCKET_CHANNEL + ".implWrite([Ljava/nio/ByteBuffer;II)J");

    private final List<Change> changes =
            Stream.of(
                            Feature.WAITS.oldestChanges(),
                            Feature.THROWS.oldestChanges(),
                            Feature.PINNED.oldestChanges(),
                            OF_JAVA_21)
                    .flatMap(List::stream)
                    .filter(change -> !NOT_IN_JAVA_21.contains(name(change)))
                    .toList();
    private final UnaryOperator<byte[]> retarget;

    /// @param retarget makes a class of this build fit for that Java
    public AheadOfTime(UnaryOperator<byte[]> retarget) {
        this.retarget = retarget;
    }

    private static String name(Change change) {
        return change.owner + "." + change.method;
    }

    /// Writes the changed classes of `java.base`, and the hook, for `--patch-module`.
    ///
    /// @param java the home of that Java
    /// @throws IllegalStateException if it does not have what is to be changed
    public void patchJdk(Path java, Path into) throws IOException {
        var rewriter = new Rewriter(changes);
        var owners = new TreeSet<>(changes.stream().map(change -> change.owner).toList());
        try (FileSystem image =
                FileSystems.newFileSystem(
                        URI.create("jrt:/"), Map.of("java.home", java.toString()))) {
            for (String owner : owners) {
                String file = owner.replace('.', '/');
                byte[] bytes = classIn(image, file);
                requireShape(owner, new ClassBytes(bytes));
                write(into, file, rewriter.transform(null, file, null, null, bytes));
            }
            write(into, BLOCKER, BlockerOfJava21.rewritten(classIn(image, BLOCKER)));
        }
        for (String hook : Installation.HOOK_CLASSES) {
            write(into, "sun/nio/ch/" + hook, retarget.apply(Installation.hookClass(hook)));
        }
    }

    private static byte[] classIn(FileSystem image, String name) throws IOException {
        return Files.readAllBytes(image.getPath("/modules/java.base/" + name + ".class"));
    }

    private void requireShape(String owner, ClassBytes found) {
        for (Change change : changes) {
            if (change.owner.equals(owner) && !found.hasMethod(change.method)) {
                throw new IllegalStateException("That Java has no " + name(change) + ".");
            }
        }
    }

    /// Makes the scheduler among the classes of a hub a port.
    public void makePort(Path classes, Path into) throws IOException {
        String file = Reception.CORE_PORT;
        byte[] scheduler = Files.readAllBytes(classes.resolve(file + ".class"));
        write(into, file, Reception.asPort(scheduler));
    }

    private static void write(Path into, String name, byte[] bytes) throws IOException {
        Path file = into.resolve(name + ".class");
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
    }
}
