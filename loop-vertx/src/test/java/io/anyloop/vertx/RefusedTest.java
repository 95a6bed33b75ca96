package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.net.NetSocket;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What was held back for a greenlet flows again where that greenlet never begins.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class RefusedTest extends OnEachVertx {

    @Test
    void what_was_held_for_a_greenlet_that_never_begins_flows() throws Exception {
        Context context = newContext();
        var ran = new AtomicBoolean();
        var came = Promise.<String>promise();
        var code = GreenletHandler.<NetSocket>of(_ -> ran.set(true));
        var server =
                await(
                        OnVertx.in(
                                context,
                                () ->
                                        vertx.createNetServer()
                                                .connectHandler(socket -> {
                                                    socket.handler(part ->
                                                            came.tryComplete(part.toString()));
                                                    code.handle(socket);
                                                    ClosingTest.beginToClose(VertxHub.of(context));
                                                })
                                                .listen(0, "localhost")));
        var client = vertx.createNetClient();
        await(
                client.connect(server.actualPort(), "localhost")
                        .compose(socket -> socket.write("hello")));
        assertEquals("hello", await(came.future()));
        assertFalse(ran.get());
        assertEquals(List.of(), logged.lines());
        client.close();
    }
}
