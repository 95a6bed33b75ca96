package io.anyloop.loop.select;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.spi.DrivenLoop;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class MissingExportTest {

    @Test
    void watching_without_the_export_names_the_flag_and_waiting_still_works() throws Exception {
        var output = runChild();
        assertTrue(output.contains("--add-exports java.base/sun.nio.ch=ALL-UNNAMED"), () -> output);
        assertTrue(output.contains("waited and woken"), () -> output);
    }

    private static String runChild() throws IOException, InterruptedException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var child =
                new ProcessBuilder(
                                java,
                                "-Xshare:auto",
                                "-cp",
                                System.getProperty("java.class.path"),
                                Child.class.getName())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, child.waitFor(), output);
        return output;
    }

    /// What the other JVM runs, without the flag.
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            var loop = (DrivenLoop) new SelectLoopProvider().open();
            try (loop) {
                try {
                    loop.watch(0, 0, _ -> {});
                } catch (IllegalStateException e) {
                    System.out.println(e.getMessage());
                }
                loop.poll(1_000_000);
                loop.wakeup();
                loop.poll(Long.MAX_VALUE);
                System.out.println("waited and woken");
            }
        }
    }
}
