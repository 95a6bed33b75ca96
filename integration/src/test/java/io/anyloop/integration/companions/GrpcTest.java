package io.anyloop.integration.companions;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Greenlet;
import io.anyloop.vertx.GreenletHandler;
import io.anyloop.vertx.VertxFutures;
import io.anyloop.vertx.VertxHub;
import io.anyloop.vertx.VertxStreams;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.SocketAddress;
import io.vertx.grpc.client.GrpcClient;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerRequest;
import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// gRPC, whose messages are streams: calls that are answered by greenlets, and asked by greenlets.
@Tag("full")
@Tag("companions")
class GrpcTest extends OnVertx {
    private static final int MESSAGES = 20;

    @Test
    void messages_of_a_call_are_items_on_both_sides() throws Exception {
        var grpc = GrpcServer.server(vertx);
        grpc.callHandler(GreenletHandler.<GrpcServerRequest<Buffer, Buffer>>of(GrpcTest::answer));
        var server =
                inGreenlet(() ->
                        VertxFutures.await(
                                vertx.createHttpServer()
                                        .requestHandler(grpc)
                                        .listen(0, "localhost")));
        var client = GrpcClient.client(vertx);
        var where = SocketAddress.inetSocketAddress(server.actualPort(), "localhost");
        var said = inMany(() -> ask(client, where));
        assertEquals(
                Collections.nCopies(MANY, "0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 "),
                said);
        VertxHub.call(vertx, () -> VertxFutures.await(client.close())).await();
    }

    private static void answer(GrpcServerRequest<Buffer, Buffer> request) {
        for (Buffer message : VertxStreams.items(request)) {
            Greenlet.sleep(Duration.ofMillis(1)); // slower than they come
            VertxStreams.write(request.response(), message);
        }
        VertxFutures.await(request.response().end());
    }

    private static String ask(GrpcClient client, SocketAddress where) {
        var request = VertxFutures.await(client.request(where));
        request.serviceName(ServiceName.create("anyloop", "Echo")).methodName("All");
        for (int i = 0; i < MESSAGES; i++) {
            VertxStreams.write(request, Buffer.buffer(i + " "));
        }
        VertxFutures.await(request.end());
        var said = new StringBuilder();
        for (Buffer message : VertxStreams.items(VertxFutures.await(request.response()))) {
            said.append(message);
        }
        return said.toString();
    }
}
