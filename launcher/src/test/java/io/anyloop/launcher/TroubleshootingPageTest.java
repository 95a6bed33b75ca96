package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The page of messages has each message that the library can give, and none that it cannot.
class TroubleshootingPageTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    /// What a program has on its class path.
    private static final List<String> MODULES =
            List.of(
                    "agent",
                    "spi",
                    "core",
                    "descriptors",
                    "loop-sim",
                    "loop-select",
                    "loop-netty",
                    "loop-epoll",
                    "loop-iouring",
                    "loop-kqueue",
                    "loop-vertx",
                    "loop-windows-iocp",
                    "junit");

    /// Not messages: what commands print when they are asked to, which `docs/doctor.md` and `docs/jdk-hooks.md` tell of.
    private static final Pattern COMMANDS =
            Pattern.compile(".*/(?:doctor/.*|HookTable|Main|Feature)\\.java");

    @Test
    void each_message_is_on_the_page_and_nothing_else() throws IOException {
        var missing = new TreeMap<>(Messages.in(sources()));
        Set<String> told = told(Files.readAllLines(ROOT.resolve("docs/troubleshooting.md")));
        assertTrue(told.size() > 200, "only " + told.size() + " messages are on the page");
        var gone = new TreeSet<>(told);
        gone.removeAll(missing.keySet());
        missing.keySet().removeAll(told);
        assertEquals(
                "",
                String.join("\n", missing.keySet()),
                "docs/troubleshooting.md does not say what these mean, and what to do");
        assertEquals("", String.join("\n", gone), "no code has these any more");
    }

    private static List<Path> sources() throws IOException {
        var sources = new ArrayList<Path>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .filter(file -> !COMMANDS.matcher(unix(file)).matches())
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static String unix(Path file) {
        return file.toString().replace('\\', '/');
    }

    /// What is quoted in the first column of the tables.
    private static Set<String> told(List<String> page) {
        var told = new TreeSet<String>();
        for (String line : page) {
            if (line.startsWith("| `")) {
                String column = line.substring(0, line.indexOf("` | ") + 1);
                Pattern.compile("`([^`]+)`")
                        .matcher(column)
                        .results()
                        .forEach(message -> told.add(message.group(1)));
            }
        }
        return told;
    }

    @Test
    void sentences_are_found_in_all_their_forms(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("Some.java"),
                        """
                        class Some {
                            String of(int count, boolean isLate) {
                                System.err.printf("It goes on after %d.%n", count);
                                log("Some thread " + this + (isLate ? " is late." : " is lost."));
                                log("no sentence, only words");
                                if (count > 1) throw new IOException("broken by " + count);
                                throw new NoHubException("%s is not here: %s".formatted(this, count), null);
                            }
                            public String toString() { return "Some[" + count + " of them waiting]"; }
                        }
                        """);
        assertEquals(
                Set.of(
                        "It goes on after ….",
                        "Some thread … is late.",
                        "Some thread … is lost.",
                        "broken by …",
                        "… is not here: …"),
                Messages.in(List.of(file)).keySet());
    }
}
