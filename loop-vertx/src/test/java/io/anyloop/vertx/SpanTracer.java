package io.anyloop.vertx;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.spi.context.storage.ContextLocal;
import io.vertx.core.spi.tracing.SpanKind;
import io.vertx.core.spi.tracing.TagExtractor;
import io.vertx.core.spi.tracing.VertxTracer;
import io.vertx.core.tracing.TracingPolicy;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/// Traces as OpenTelemetry's and Zipkin's tracers for Vert.x do: the active span is in a local of the context, from the
/// arrival of a request to its answer, and its id travels in a header. Any thread.
final class SpanTracer implements VertxTracer<SpanTracer.Span, SpanTracer.Span> {
    static final String HEADER = "span";
    static final String NONE = "none";

    private static final ContextLocal<Span> ACTIVE = ContextLocal.registerLocal(Span.class);

    private final AtomicInteger lastId = new AtomicInteger();
    private final Map<String, Span> spans = new ConcurrentHashMap<>();

    /// A piece of work that was asked for by another, its parent, or by nobody.
    static final class Span {
        private final String id;
        private final Span parent;
        private final String name;
        private volatile Runnable onEnd = () -> {};
        private volatile boolean isEnded;

        private Span(String id, Span parent, String name) {
            this.id = id;
            this.parent = parent;
            this.name = name;
        }

        String id() {
            return id;
        }

        /// From the first of the trace on.
        String path() {
            return parent == null ? name : parent.path() + " > " + name;
        }

        private void end() {
            isEnded = true;
            onEnd.run();
        }
    }

    /// The beginning of a trace, outside of Vert.x.
    Span begin(String name) {
        Span span = begin(null, name);
        span.end();
        return span;
    }

    private Span begin(Span parent, String name) {
        Span span = new Span(String.valueOf(lastId.incrementAndGet()), parent, name);
        spans.put(span.id, span);
        return span;
    }

    /// The path of the span that is active where this is called.
    static String current() {
        Context context = Vertx.currentContext();
        Span span = context == null ? null : ACTIVE.get(context);
        return span == null ? NONE : span.path();
    }

    boolean allEnded() {
        return spans.values().stream().allMatch(span -> span.isEnded);
    }

    /// Of all spans, in order.
    List<String> paths() {
        return spans.values().stream().map(Span::path).sorted().toList();
    }

    @Override
    public <R> Span receiveRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            Iterable<Map.Entry<String, String>> headers,
            TagExtractor<R> tags) {
        Span before = ACTIVE.get(context);
        Span parent = sent(headers, before);
        if (isUntraced(policy, parent)) {
            return null;
        }
        Span span = begin(parent, "serve " + target(tags.extract(request)));
        ACTIVE.put(context, span);
        span.onEnd = () -> restore(context, before);
        return span;
    }

    private Span sent(Iterable<Map.Entry<String, String>> headers, Span otherwise) {
        for (Map.Entry<String, String> header : headers) {
            if (header.getKey().equalsIgnoreCase(HEADER)) {
                return spans.get(header.getValue());
            }
        }
        return otherwise;
    }

    private static boolean isUntraced(TracingPolicy policy, Span parent) {
        return policy == TracingPolicy.IGNORE
                || policy == TracingPolicy.PROPAGATE && parent == null;
    }

    private static void restore(Context context, Span before) {
        if (before == null) {
            ACTIVE.remove(context);
        } else {
            ACTIVE.put(context, before);
        }
    }

    /// Path and query of a URL, or the address of a message.
    private static String target(Map<String, String> tags) {
        String url = tags.getOrDefault("url.full", tags.get("http.url"));
        if (url == null) {
            return tags.get("messaging.destination.name");
        }
        URI uri = URI.create(url);
        return uri.getPath() + "?" + uri.getQuery();
    }

    @Override
    public <R> void sendResponse(
            Context context, R response, Span span, Throwable failure, TagExtractor<R> tags) {
        if (span != null) {
            span.end();
        }
    }

    @Override
    public <R> Span sendRequest(
            Context context,
            SpanKind kind,
            TracingPolicy policy,
            R request,
            String operation,
            BiConsumer<String, String> headers,
            TagExtractor<R> tags) {
        Span parent = ACTIVE.get(context);
        if (isUntraced(policy, parent)) {
            return null;
        }
        Span span = begin(parent, "ask " + target(tags.extract(request)));
        headers.accept(HEADER, span.id());
        return span;
    }

    @Override
    public <R> void receiveResponse(
            Context context, R response, Span span, Throwable failure, TagExtractor<R> tags) {
        if (span != null) {
            span.end();
        }
    }
}
