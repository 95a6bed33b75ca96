package io.anyloop.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.anyloop.benchmarks.HttpServers.Style;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The HTTP service does the same in each way it is written.
class HttpTest {
    private static final Cores ANYWHERE = new Cores(false, "");

    @ParameterizedTest
    @EnumSource(Style.class)
    @EnabledOnOs(OS.LINUX)
    void everyPathIsAnswered(Style style) throws Exception {
        assumeTrue(Tools.has("cc"), "There is no C compiler here.");
        var echo = new EchoPeer(EchoPeer.C, List.of(Compiled.c("echo_server").toString()));
        try (EchoProcess backend = EchoProcess.startBehind(echo, ANYWHERE);
                EchoProcess server =
                        EchoProcess.start(HttpBench.peer(style, backend.port()), ANYWHERE);
                HttpClient client = HttpClient.newHttpClient()) {
            for (String path : HttpBench.PATHS) {
                for (int i = 0; i < 2; i++) {
                    HttpResponse<String> answer = get(client, server, path);
                    assertEquals(200, answer.statusCode(), path);
                    assertEquals("Hello, World!", answer.body(), path);
                }
            }
            assertEquals(500, get(client, server, "/else").statusCode());
            backend.process().destroy();
            backend.process().waitFor();
            assertEquals(500, get(client, server, HttpServers.SOCKET).statusCode());
        }
    }

    @Test
    void latenessOfTheHostsTimersIsMeasured() throws Exception {
        Vertx vertx = Vertx.vertx();
        long[] found = HostTimers.measure(vertx, vertx.getOrCreateContext(), 5);
        vertx.close().await();
        assertEquals(5, found.length);
        assertTrue(found[0] >= 0 && found[0] <= found[4], () -> Arrays.toString(found));
    }

    private static HttpResponse<String> get(HttpClient client, EchoProcess server, String path)
            throws Exception {
        URI uri = URI.create("http://localhost:%d%s".formatted(server.port(), path));
        return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
