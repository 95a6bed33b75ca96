package io.anyloop.spring;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// An application that names nothing of Anyloop's. Its answers say where they were made.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@EnableAsync
public class PlainApplication {
    /// Asks itself, prints the answers, and ends.
    public static void main(String[] arguments) throws Exception {
        ConfigurableApplicationContext context =
                SpringApplication.run(PlainApplication.class, arguments);
        System.out.println("request " + ask(context, "/request"));
        System.out.println("task " + ask(context, "/task"));
        System.exit(SpringApplication.exit(context));
    }

    static String ask(ConfigurableApplicationContext context, String path) throws Exception {
        int port = ((WebServerApplicationContext) context).getWebServer().getPort();
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        try (var in = uri.toURL().openStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// The carrier, as a virtual thread's own text tells it.
    static String here() throws InterruptedException {
        Thread.sleep(5); // waits, as any code
        Thread thread = Thread.currentThread();
        return (thread.isVirtual() ? "virtual " : "platform ") + thread;
    }

    @Bean
    Slow slow() {
        return new Slow();
    }

    static class Slow {
        @Async
        CompletableFuture<String> task() throws InterruptedException {
            return CompletableFuture.completedFuture(here());
        }
    }

    /// Until the application has begun to close, and on.
    static void goOnInto(ConfigurableApplicationContext context) throws InterruptedException {
        while (!context.isClosed()) {
            Thread.sleep(5);
        }
        Thread.sleep(100); // the server stops meanwhile
    }

    @RestController
    static class Answers {
        private final ConfigurableApplicationContext context;
        private final Slow slow;

        Answers(ConfigurableApplicationContext context, Slow slow) {
            this.context = context;
            this.slow = slow;
        }

        @GetMapping("/request")
        String request() throws InterruptedException {
            return here();
        }

        @GetMapping("/task")
        String task() throws Exception {
            return slow.task().get();
        }

        @GetMapping("/long")
        String takesLong() throws InterruptedException {
            goOnInto(context);
            return here();
        }
    }
}
