package io.anyloop.spring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.group.HubGroup;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.task.AsyncTaskExecutor;

/// An application with the starter and its property.
class OnHubsTest {
    private static final String AUTO = "org.springframework.boot.%s.autoconfigure.servlet.%s";

    private static ConfigurableApplicationContext start(String server, String... more) {
        boolean tomcat = server.equals("tomcat");
        String other = tomcat ? "jetty" : "tomcat";
        String name = tomcat ? "JettyServlet" : "TomcatServlet";
        var arguments =
                new ArrayList<>(
                        List.of(
                                "--server.port=0",
                                "--logging.level.root=warn",
                                "--spring.main.banner-mode=off",
                                "--spring.autoconfigure.exclude="
                                        + AUTO.formatted(
                                                other, name + "WebServerAutoConfiguration")));
        arguments.addAll(List.of(more));
        return SpringApplication.run(PlainApplication.class, arguments.toArray(String[]::new));
    }

    private static Hub hub(ConfigurableApplicationContext context) {
        return context.getBean(HubGroup.class).hubs().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tomcat", "jetty"})
    void requests_and_tasks_are_greenlets(String server) throws Exception {
        Hub hub;
        try (var context = start(server, "--anyloop.enabled=true", "--anyloop.loop=select")) {
            hub = hub(context);
            assertEquals("select", hub.loopName());
            assertOn(hub, PlainApplication.ask(context, "/request"));
            assertOn(hub, PlainApplication.ask(context, "/task"));
            var executor = context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class);
            assertEquals(hub, executor.submit(() -> Greenlet.current().hub()).get());
        }
        assertTrue(hub.isClosed());
    }

    private static void assertOn(Hub hub, String answer) {
        assertTrue(answer.startsWith("virtual "), answer);
        assertTrue(answer.contains(hub.name()), answer);
    }

    @Test
    void who_is_served_is_served_to_the_end_and_then_the_hub_closes() throws Exception {
        var context = start("tomcat", "--anyloop.enabled=true");
        Hub hub = hub(context);
        var under = new CountDownLatch(1);
        var task =
                context.getBean("applicationTaskExecutor", AsyncTaskExecutor.class)
                        .submitCompletable(() -> {
                            under.countDown();
                            PlainApplication.goOnInto(context);
                            return "done";
                        });
        var answer = new CompletableFuture<String>();
        Thread.ofPlatform()
                .start(() -> {
                    try {
                        answer.complete(PlainApplication.ask(context, "/long"));
                    } catch (Exception e) {
                        answer.completeExceptionally(e);
                    }
                });
        under.await();
        while (hub.call(() -> hub.dump().greenlets().size()) < 2) {
            Thread.sleep(5); // until the request has come
        }
        context.close();
        assertOn(hub, answer.get());
        assertEquals("done", task.get());
        assertTrue(hub.isClosed());
    }

    @Test
    void without_the_property_nothing_changes() throws Exception {
        try (var context = start("tomcat")) {
            assertThrows(
                    NoSuchBeanDefinitionException.class, () -> context.getBean(HubGroup.class));
            assertTrue(PlainApplication.ask(context, "/request").startsWith("platform "));
            assertFalse(PlainApplication.ask(context, "/task").startsWith("virtual "));
        }
    }

    /// The page shows these lines.
    @Test
    void the_lines_for_Maven_name_this_artifact() throws Exception {
        String pom = Files.readString(Path.of("pom.xml"));
        try (var in = OnHubsTest.class.getResourceAsStream("/application-pom.xml")) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> line.matches("<(groupId|artifactId|version)>.*"))
                    .forEach(line -> assertTrue(pom.contains(line), line));
        }
    }
}
