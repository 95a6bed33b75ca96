package io.anyloop.integration.servers;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.anyloop.Hub;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;

/// Answers each number with the same number, slowly.
public final class GrpcServer implements Server {
    private static final Marshaller<Long> DIGITS =
            new Marshaller<>() {
                @Override
                public InputStream stream(Long number) {
                    return new ByteArrayInputStream(number.toString().getBytes(US_ASCII));
                }

                @Override
                public Long parse(InputStream stream) {
                    try {
                        return Long.valueOf(new String(stream.readAllBytes(), US_ASCII));
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            };

    /// What it can be asked.
    public static final MethodDescriptor<Long, Long> ECHO =
            MethodDescriptor.newBuilder(DIGITS, DIGITS)
                    .setType(MethodType.UNARY)
                    .setFullMethodName("anyloop.Echo/Echo")
                    .build();

    private final io.grpc.Server server;

    private GrpcServer(io.grpc.Server server) {
        this.server = server;
    }

    static Server start() throws IOException {
        return new GrpcServer(builder(() -> {}).build().start());
    }

    /// @param whenAsked is called by each call's handler
    public static Server start(Hub hub, Runnable whenAsked) throws IOException {
        // @start region="grpc"
        NettyServerBuilder builder = builder(whenAsked); // with your services
        builder.executor(hub.executor());
        // @end
        return new GrpcServer(builder.build().start());
    }

    private static NettyServerBuilder builder(Runnable whenAsked) {
        var echo =
                ServerServiceDefinition.builder("anyloop.Echo")
                        .addMethod(
                                ECHO,
                                ServerCalls.asyncUnaryCall(
                                        (number, answer) -> echo(number, answer, whenAsked)))
                        .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", 0))
                .addService(echo);
    }

    private static void echo(Long number, StreamObserver<Long> answer, Runnable whenAsked) {
        whenAsked.run();
        Server.answerSlowly();
        answer.onNext(number);
        answer.onCompleted();
    }

    @Override
    public int port() {
        return server.getPort();
    }

    @Override
    public void close() {
        server.shutdownNow();
    }
}
