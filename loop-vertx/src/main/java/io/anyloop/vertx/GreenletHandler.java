package io.anyloop.vertx;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.GreenletExit;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.function.Body;
import io.anyloop.loop.vertx.VertxLoop;
import io.netty.channel.EventLoop;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.internal.ContextInternal;
import java.util.Objects;

/// Handlers of Vert.x's whose code may wait: each event gets a greenlet of its own, on the event loop that it came on and in
/// its context. Any number of them are under way at once.
///
/// ```java
/// vertx.createHttpServer().requestHandler(GreenletHandler.request(request -> {
///     String name = query(request.getParam("id")); // blocks this greenlet only
///     request.response().end("Hello, " + name);
/// }));
/// ```
///
/// A failure goes to whoever waits for an answer, as said at each method, and to the exception handler of the context, or that of
/// Vert.x, or the hub's error handler: the first that is set. Where this Java cannot run greenlets, because agent and flag are
/// missing, each of the methods says so with an [IllegalStateException].
///
/// The greenlet takes its first step when the handlers that are due have run. An event that flows, a request, a WebSocket, a
/// connection, an upload, any [io.vertx.core.streams.ReadStream], is held back until then, and flows when the greenlet waits for the
/// first time: so what is asked of it before that, its body for example, misses nothing, as in a plain handler. So is the response
/// that a server pushes. Nothing of ours touches the flow after the first step: a `pause` or `fetch` of one's own lasts, and so does
/// one from before. [VertxStreams#items] pauses for longer.
///
/// For a request of HTTP/1 the first step is sooner: unless other greenlets have to do, or a descriptor was waited for on
/// `java.nio`, it is taken at once, within the handler, and nothing has to be held back.
public final class GreenletHandler {
    private static final int FAILED = 500;
    private static final int UNAVAILABLE = 503;
    private static final short SOCKET_FAILED = 1011;
    private static final short SOCKET_REFUSED = 1001; // going away
    private static final int MESSAGE_FAILED = -1;

    private GreenletHandler() {}

    /// Code that takes an event and may wait.
    ///
    /// @param <E> the event
    @FunctionalInterface
    public interface Code<E> {
        /// Takes an event.
        ///
        /// @param event the event
        /// @throws Exception if it fails
        void handle(E event) throws Exception;
    }

    /// For any kind of event. Nobody but these handlers hears of a failure.
    ///
    /// @param <E> the event
    /// @param code what to do
    /// @return the handler, for event-loop contexts
    public static <E> Handler<E> of(Code<? super E> code) {
        return new Spawning<>(code);
    }

    /// For the requests of an HTTP server. A failure is answered with status 500, a kill with 503, also one before the greenlet
    /// has begun; once the answer has begun, it is reset.
    ///
    /// @param code what to do; it has to end the response, then or later
    /// @return the handler
    public static Handler<HttpServerRequest> request(Code<? super HttpServerRequest> code) {
        Objects.requireNonNull(code, "code");
        return new Spawning<HttpServerRequest>(
                request -> {
                    try {
                        code.handle(request);
                    } catch (Throwable e) {
                        Throwable failure = Greenlet.unmasked(e);
                        fail(
                                request.response(),
                                failure instanceof GreenletExit ? UNAVAILABLE : FAILED);
                        throw thrown(failure);
                    }
                }) {
            @Override
            boolean mayBeginAtOnce(HttpServerRequest request) {
                HttpConnection connection = request.connection();
                return switch (request.version()) {
                    case HTTP_1_0, HTTP_1_1 -> connection != null && !Thread.holdsLock(connection);
                    case null, default -> false;
                };
            }

            @Override
            boolean refuse(HttpServerRequest request) {
                fail(request.response(), UNAVAILABLE);
                return true;
            }
        };
    }

    /// As something that code may throw which declares exceptions.
    private static Exception thrown(Throwable failure) {
        return switch (failure) {
            case Error error -> throw error;
            case Exception exception -> exception;
            default -> new IllegalStateException(failure);
        };
    }

    private static void fail(HttpServerResponse response, int status) {
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
        } else {
            response.setStatusCode(status).end();
        }
    }

    /// For WebSockets. The socket is closed when the code ends, with status 1011 if it fails, 1001 if it never begins.
    ///
    /// @param <W> the kind of WebSocket
    /// @param code what to do
    /// @return the handler
    public static <W extends WebSocketBase> Handler<W> webSocket(Code<? super W> code) {
        Objects.requireNonNull(code, "code");
        return new Spawning<W>(
                socket -> {
                    try {
                        code.handle(socket);
                    } catch (Throwable e) {
                        if (!socket.isClosed()) {
                            socket.close(SOCKET_FAILED);
                        }
                        throw e;
                    }
                    if (!socket.isClosed()) {
                        socket.close();
                    }
                }) {
            @Override
            boolean refuse(W socket) {
                if (!socket.isClosed()) {
                    socket.close(SOCKET_REFUSED);
                }
                return true;
            }
        };
    }

    /// For messages of the event bus. A failure is replied to a sender that asked for a reply, with code -1 and the failure's
    /// text.
    ///
    /// @param <T> the message's body
    /// @param code what to do
    /// @return the handler
    public static <T> Handler<Message<T>> message(Code<? super Message<T>> code) {
        Objects.requireNonNull(code, "code");
        return new Spawning<Message<T>>(
                message -> {
                    try {
                        code.handle(message);
                    } catch (Throwable e) {
                        fail(message, e.toString());
                        throw e;
                    }
                }) {
            @Override
            boolean refuse(Message<T> message) {
                fail(message, "The receiver was closed before it could begin with the message.");
                return message.isSend();
            }
        };
    }

    private static void fail(Message<?> message, String why) {
        if (message.isSend()) {
            message.fail(MESSAGE_FAILED, why);
        }
    }

    /// Spawns a greenlet for each event.
    static class Spawning<E> implements Handler<E> {
        private final Code<? super E> code;

        /// The event loop that was seen last: there is no other as a rule.
        private volatile Seen seen;

        private record Seen(EventLoop eventLoop, Hub hub, VertxLoop loop) {}

        Spawning(Code<? super E> code) {
            this.code = Objects.requireNonNull(code, "code");
            Hub.requireSupport(); // Said now, and not with each event.
        }

        /// Whether the greenlet may take its first step within the handler. Not where Vert.x's frames may hold a lock that it takes,
        /// after another that they take then: it is a thread of its own, so both would wait for ever (decision 42).
        boolean mayBeginAtOnce(E event) {
            return false;
        }

        /// What of an event may flow, if it is not the event itself.
        Object flowing(E event) {
            return event;
        }

        @Override
        public final void handle(E event) {
            Seen known = known();
            Start<E> start = new Start<>(code, event);
            Greenlet<Void> greenlet = known.hub.unstarted(start);
            try {
                if (!mayBeginAtOnce(event) || !known.loop.turnAfter(greenlet::start)) {
                    greenlet.start();
                }
            } catch (HubClosedException e) {
                if (!refuse(event)) {
                    throw e;
                }
                return;
            }
            if (!start.isTaken()) {
                start.hold(flowing(event));
                greenlet.whenReady(() -> refuseUnlessBegun(start, event));
            }
        }

        private void refuseUnlessBegun(Start<E> start, E event) {
            if (!start.isTaken()) {
                start.take();
                refuse(event);
            }
        }

        /// Tells whoever waits for an answer that there is none: the hub or the verticle ends before the greenlet has begun.
        ///
        /// @return false if nobody waits
        boolean refuse(E event) {
            return false;
        }

        private Seen known() {
            ContextInternal context = (ContextInternal) current();
            Seen known = seen;
            if (known == null
                    || known.eventLoop != context.nettyEventLoop()
                    || known.hub.isClosed()) {
                Hub hub = VertxHub.of(context);
                known = new Seen(context.nettyEventLoop(), hub, hub.loop(VertxLoop.class));
                seen = known;
            }
            return known;
        }

        private static Context current() {
            Context context = Vertx.currentContext();
            if (context == null) {
                throw new IllegalStateException(
                        "A greenlet handler was called on %s, outside of every context of Vert.x: it finds its event loop by that. Call it by context.runOnContext."
                                .formatted(Thread.currentThread()));
            }
            return context;
        }
    }

    /// One event's greenlet, and what is held back until it begins. Where the event loop's thread stood at a lock, another may
    /// carry it, and begin at any time.
    private static final class Start<E> extends Held implements Body<Void, Exception> {
        private static final long serialVersionUID = 1;

        private final transient Code<? super E> code;
        private final transient E event;

        Start(Code<? super E> code, E event) {
            this.code = code;
            this.event = event;
        }

        @Override
        public Void call() throws Exception {
            take();
            code.handle(event);
            return null;
        }
    }
}
