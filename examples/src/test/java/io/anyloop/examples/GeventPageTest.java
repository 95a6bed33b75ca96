package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What `docs/coming-from-gevent.md` calls ours, exists.
class GeventPageTest {
    private static final Pattern NAME = Pattern.compile("`([A-Z]\\w*)(?:\\.(\\w+))?`");
    private static final List<String> PACKAGES =
            List.of(
                    "io.anyloop.",
                    "io.anyloop.blocking.",
                    "io.anyloop.exceptions.",
                    "io.anyloop.group.",
                    "io.anyloop.queue.",
                    "io.anyloop.server.",
                    "io.anyloop.sync.",
                    "io.anyloop.waiting.",
                    "java.lang.");

    @Test
    void every_name_on_the_right_exists() throws IOException {
        var missing = new ArrayList<String>();
        int names = 0;
        for (String line :
                Files.readAllLines(ReadmeTest.ROOT.resolve("docs/coming-from-gevent.md"))) {
            String[] cells = line.split("\\|");
            if (cells.length < 3) {
                continue;
            }
            var found = NAME.matcher(cells[2]);
            while (found.find()) {
                names++;
                if (!exists(found.group(1), found.group(2))) {
                    missing.add(found.group());
                }
            }
        }
        assertEquals(List.of(), missing, "docs/coming-from-gevent.md names what does not exist");
        assertTrue(names > 100, () -> "the table was not found");
    }

    private static boolean exists(String type, String member) {
        for (String prefix : PACKAGES) {
            try {
                Class<?> found =
                        Class.forName(prefix + type, false, GeventPageTest.class.getClassLoader());
                return member == null
                        || Stream.of(found.getMethods())
                                .anyMatch(method -> method.getName().equals(member))
                        || Stream.of(found.getClasses())
                                .anyMatch(inner -> inner.getSimpleName().equals(member));
            } catch (ClassNotFoundException e) {
                // The next package.
            }
        }
        return type.equals("ANYLOOP_LOOP");
    }
}
