package io.anyloop.benchmarks;

import java.io.IOException;
import java.util.Map;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// A Spring Boot application on Tomcat with virtual threads switched on. It knows nothing of hubs.
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class SpringPlaintext {
    /// Made by Spring.
    SpringPlaintext() {}

    /// Serves until the standard input ends.
    ///
    /// @param args none
    /// @throws IOException if the standard input is broken
    public static void main(String[] args) throws IOException {
        var application = new SpringApplication(SpringPlaintext.class);
        application.setDefaultProperties(
                Map.of(
                        "server.port",
                        0,
                        "server.address",
                        "127.0.0.1",
                        "spring.threads.virtual.enabled",
                        true,
                        "spring.main.banner-mode",
                        "off",
                        "server.tomcat.max-keep-alive-requests",
                        -1));
        var context = (WebServerApplicationContext) application.run(args);
        EchoServers.serveAt(context.getWebServer().getPort());
    }

    /// The answer to each request.
    ///
    /// @return a few bytes
    @GetMapping(HttpServers.PLAINTEXT)
    String plaintext() {
        return HttpServers.HELLO_TEXT;
    }
}
