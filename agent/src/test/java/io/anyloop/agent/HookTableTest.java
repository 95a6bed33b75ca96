package io.anyloop.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// The page that people read is the list that the agent works by.
class HookTableTest {
    @Test
    void the_page_is_up_to_date() throws IOException {
        assertEquals(
                HookTable.page(),
                Files.readString(Path.of("..", "docs", "jdk-hooks.md")),
                "docs/jdk-hooks.md: make it anew by java -jar anyloop-agent.jar hooks");
    }

    @Test
    void no_release_is_left_open() {
        assertFalse(HookTable.page().contains("unknown"), HookTable.page());
    }
}
