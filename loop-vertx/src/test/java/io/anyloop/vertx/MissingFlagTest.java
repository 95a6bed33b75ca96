package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// On a Java without the agent and without the flag.
class MissingFlagTest {
    private static final int MAKERS = 6;

    @Test
    void it_is_said_when_a_handler_a_route_or_a_verticle_is_made() throws Exception {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Makers.class.getName())
                        .redirectErrorStream(true)
                        .start();
        var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals(
                MAKERS,
                said.lines().filter(line -> line.contains("-javaagent:anyloop-agent.jar")).count(),
                said);
    }

    /// Prints what each of them says.
    static final class Makers {
        static void main() {
            tell(() -> GreenletHandler.of(_ -> {}));
            tell(() -> GreenletHandler.request(_ -> {}));
            tell(() -> GreenletHandler.webSocket(_ -> {}));
            tell(() -> GreenletHandler.message(_ -> {}));
            tell(() -> GreenletRoute.of(_ -> {}));
            tell(() -> new GreenletVerticle() {});
        }

        private static void tell(Runnable maker) {
            try {
                maker.run();
            } catch (IllegalStateException e) {
                System.out.println(e.getMessage());
            }
        }
    }
}
