package io.anyloop.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// `docs/packages.md` and the script beside it, which tell users where our classes have gone.
class PackagesPageTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Path SCRIPT = DOCS.resolve("packages.sed").toAbsolutePath();

    private static TreeSet<String> onThePage() throws IOException {
        var names = new TreeSet<String>();
        for (String line : Files.readAllLines(DOCS.resolve("packages.md"))) {
            var row =
                    Pattern.compile("\\| `(io\\.anyloop(?:\\.\\w+)+)` \\|[^|]*\\|(.*)\\|")
                            .matcher(line);
            if (row.matches()) {
                Pattern.compile("`(\\w+)`")
                        .matcher(row.group(2))
                        .results()
                        .forEach(name -> names.add(row.group(1) + "." + name.group(1)));
            }
        }
        return names;
    }

    @Test
    void the_page_and_the_script_name_the_same_classes() throws IOException {
        var inTheScript = new TreeSet<String>();
        Pattern.compile("/\\\\1(io\\.anyloop(?:\\.[a-z]+)+\\.\\w+)\\\\2/")
                .matcher(Files.readString(SCRIPT))
                .results()
                .forEach(name -> inTheScript.add(name.group(1)));
        assertFalse(inTheScript.isEmpty());
        assertEquals(inTheScript, onThePage());
    }

    @Test
    void each_of_them_is_there_for_users() throws Exception {
        for (String name : onThePage()) {
            Class<?> type = Class.forName(name);
            assertTrue(Modifier.isPublic(type.getModifiers()), name);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void the_script_puts_imports_right(@TempDir Path folder) throws Exception {
        Path source = folder.resolve("A.java");
        Files.writeString(
                source,
                """
                import io.anyloop.Event;
                import io.anyloop.Hub;
                import static io.anyloop.Outcome.Returned;
                import io.anyloop.EventLoop;
                io.anyloop.Queue<io.anyloop.Pool> a;
                """);
        var sed =
                new ProcessBuilder("sed", "-E", "-i", "-f", SCRIPT.toString(), source.toString())
                        .inheritIO()
                        .start();
        assertEquals(0, sed.waitFor());
        assertEquals(
                """
                import io.anyloop.sync.Event;
                import io.anyloop.Hub;
                import static io.anyloop.function.Outcome.Returned;
                import io.anyloop.EventLoop;
                io.anyloop.queue.Queue<io.anyloop.group.Pool> a;
                """,
                Files.readString(source));
    }
}
