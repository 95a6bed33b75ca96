package io.anyloop.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.anyloop.Greenlet;
import io.anyloop.Hub;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// What a logging library's context is in greenlets. Logback keeps it in a plain thread-local.
class LoggingContextTest {
    private static final String KEY = "request";

    @OnEachLoop
    void each_greenlet_logs_with_its_own_context_over_its_waits(String loop) {
        var logger = (Logger) LoggerFactory.getLogger(LoggingContextTest.class);
        var appender =
                new ListAppender<ILoggingEvent>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        event.prepareForDeferredProcessing(); // An event looks its context up late.
                        super.append(event);
                    }
                };
        appender.start();
        logger.addAppender(appender);
        logger.setAdditive(false);
        try (Hub hub = Hub.open(loop)) {
            hub.call(() -> {
                List<Greenlet<?>> all = new ArrayList<>();
                for (String request : List.of("a", "b")) {
                    all.add(
                            Greenlet.spawn(() -> {
                                MDC.put(KEY, request);
                                Greenlet.yield();
                                logger.warn("served {}", request);
                            }));
                }
                all.forEach(Greenlet::join);
                assertNull(MDC.get(KEY));
            });
        } finally {
            logger.detachAppender(appender);
        }
        assertEquals(
                List.of("served a with {request=a}", "served b with {request=b}"),
                appender.list.stream()
                        .map(event ->
                                event.getFormattedMessage() + " with " + event.getMDCPropertyMap())
                        .toList());
    }

    @OnEachLoop
    void a_greenlet_begins_without_it_and_can_be_given_it(String loop) throws Exception {
        try (Hub hub = Hub.open(loop)) {
            hub.call(() -> {
                MDC.put(KEY, "7");
                assertNull(Greenlet.spawn(() -> MDC.get(KEY)).get());
                assertNull(hub.executor().submit(() -> MDC.get(KEY)).get());
                Map<String, String> context = MDC.getCopyOfContextMap();
                var given =
                        Greenlet.spawn(() -> {
                            MDC.setContextMap(context);
                            MDC.put("step", "1");
                            return MDC.get(KEY);
                        });
                assertEquals("7", given.get());
                assertNull(MDC.get("step"), "it has a copy");
            });
        }
    }

    @OnEachLoop
    void a_carrier_brings_it_along(String loop) {
        // @start region="ContextCarrier"
        var options =
                Hub.builder()
                        .carries(() -> {
                            Map<String, String> fields = MDC.getCopyOfContextMap();
                            return () -> {
                                MDC.setContextMap(fields == null ? Map.of() : fields);
                                return MDC::clear;
                            };
                        });
        // @end
        try (Hub hub = options.loop(loop).open()) {
            hub.call(() -> {
                MDC.put(KEY, "7");
                assertEquals("7", Greenlet.spawn(() -> MDC.get(KEY)).get());
            });
        }
    }
}
