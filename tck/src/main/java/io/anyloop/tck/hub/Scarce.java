package io.anyloop.tck.hub;

import io.anyloop.Loops;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.LoopProvider;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.StringJoiner;

/// A program that has few descriptors: it uses up all of them, and sees what becomes of a loop that is opened then, and of
/// one that is opened when there is hardly room.
final class Scarce {
    private static final String FEW = "256";
    private static final int LOOKS = 10;
    private static final int MORE_THAN_A_LOOP_NEEDS = 12;

    private Scarce() {}

    /// The command that starts it, where there is a shell.
    ///
    /// @param loop what the program opens; it gets the path, too, where loops are looked for besides
    static List<String> command(LoopProvider loop) throws URISyntaxException {
        return List.of(
                "sh",
                "-c",
                "ulimit -n " + FEW + " && exec \"$0\" \"$@\"",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-MaxFDLimit", // else Java takes more where it may
                "-XX:TieredStopAtLevel=1",
                "--add-exports",
                "java.base/sun.nio.ch=ALL-UNNAMED",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                classPath(Thread.currentThread().getContextClassLoader()),
                Scarce.class.getName(),
                loop.name());
    }

    /// What this program has, and what is on the path of the loaders that find its loops.
    private static String classPath(ClassLoader loader) throws URISyntaxException {
        var path = new StringJoiner(File.pathSeparator).add(System.getProperty("java.class.path"));
        for (ClassLoader next = loader; next != null; next = next.getParent()) {
            if (next instanceof URLClassLoader urls) {
                for (URL url : urls.getURLs()) {
                    path.add(Path.of(url.toURI()).toString());
                }
            }
        }
        return path.toString();
    }

    /// The program itself.
    ///
    /// @param arguments the name of the loop
    /// @throws IOException if there is no such number of descriptors to use up
    public static void main(String[] arguments) throws IOException {
        LoopProvider provider = Loops.named(arguments[0]);
        // What is loaded now need not be opened later.
        use(provider);
        int all = most();
        Deque<FileInputStream> taken = new ArrayDeque<>();
        takeAll(taken);
        boolean opened = false;
        for (int free = 0; !opened && free < MORE_THAN_A_LOOP_NEEDS; free++) {
            opened = tryWith(provider, free);
            taken.pop().close();
        }
        giveBack(taken);
        System.out.println("kept " + (all - most()));
    }

    /// How many can be had. The virtual machine opens files of its own now and then, for a moment, so one look says little.
    private static int most() throws IOException {
        int most = 0;
        for (int i = 0; i < LOOKS; i++) {
            Deque<FileInputStream> taken = new ArrayDeque<>();
            takeAll(taken);
            most = Math.max(most, taken.size());
            giveBack(taken);
        }
        return most;
    }

    private static void giveBack(Deque<FileInputStream> taken) throws IOException {
        while (!taken.isEmpty()) {
            taken.pop().close();
        }
    }

    private static boolean tryWith(LoopProvider provider, int free) {
        try {
            use(provider);
            System.out.println("opened with " + free + " free");
            return true;
        } catch (IOException e) {
            System.out.println("refused with " + free + " free: " + e.getMessage());
            return false;
        }
    }

    /// Whether the program would find the loop, and not another of its name.
    static boolean canOpen(LoopProvider loop) {
        return Loops.all().stream().anyMatch(found -> found.getClass() == loop.getClass());
    }

    private static void use(LoopProvider provider) throws IOException {
        try (var loop = (DrivenLoop) provider.open()) {
            loop.wakeup();
            loop.poll(Long.MAX_VALUE);
        }
    }

    private static void takeAll(Deque<FileInputStream> taken) {
        try {
            while (true) {
                taken.push(new FileInputStream("/dev/null"));
            }
        } catch (IOException e) {
            // Too many open files: that is what was wanted.
        }
    }
}
