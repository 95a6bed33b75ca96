package io.anyloop.spring;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.group.HubGroup;
import org.eclipse.jetty.util.VirtualThreads;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jetty.ConfigurableJettyWebServerFactory;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.core.task.TaskDecorator;
import org.springframework.core.task.support.TaskExecutorAdapter;

/// Opens hubs for an application, and runs there what Spring Boot would run on threads: requests of Tomcat and Jetty, methods
/// with `@Async`, tasks of the `applicationTaskExecutor`. Closes them after the web server.
@AutoConfiguration(before = TaskExecutionAutoConfiguration.class)
@ConditionalOnProperty("anyloop.enabled")
@EnableConfigurationProperties(AnyloopProperties.class)
public final class AnyloopAutoConfiguration {
    /// Made by Spring.
    AnyloopAutoConfiguration() {}

    @Bean(destroyMethod = "close") // also where the application does not come to its start
    @ConditionalOnMissingBean
    HubGroup anyloopHubs(AnyloopProperties properties) {
        return HubGroup.open(properties.hubs(), _ -> builder(properties.loop()));
    }

    private static HubBuilder builder(String loop) {
        HubBuilder builder = Hub.builder();
        return loop == null ? builder : builder.loop(loop);
    }

    @Bean
    Hubs anyloopLifecycle(HubGroup anyloopHubs, AnyloopProperties properties) {
        return new Hubs(anyloopHubs, properties.drain());
    }

    @Bean(name = {"applicationTaskExecutor", "taskExecutor"})
    @ConditionalOnMissingBean(name = "applicationTaskExecutor")
    AsyncTaskExecutor applicationTaskExecutor(Hubs hubs, ObjectProvider<TaskDecorator> decorator) {
        var executor = new TaskExecutorAdapter(hubs.executor());
        decorator.ifUnique(executor::setTaskDecorator);
        return executor;
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConfigurableTomcatWebServerFactory.class)
    static final class OnTomcat {
        @Bean
        @Order(100) // after Spring Boot's own for virtual threads
        WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> anyloopTomcat(Hubs hubs) {
            return factory ->
                    factory.addProtocolHandlerCustomizers(
                            handler -> handler.setExecutor(hubs.executor()));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConfigurableJettyWebServerFactory.class)
    static final class OnJetty {
        /// Its own threads select and parse; what may block is a greenlet.
        @Bean
        @Order(100)
        WebServerFactoryCustomizer<ConfigurableJettyWebServerFactory> anyloopJetty(Hubs hubs) {
            return factory ->
                    factory.addServerCustomizers(server -> {
                        if (server.getThreadPool() instanceof VirtualThreads.Configurable pool) {
                            pool.setVirtualThreadsExecutor(hubs.executor());
                        }
                    });
        }
    }
}
