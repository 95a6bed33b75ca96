package io.anyloop.integration.clients;

import io.anyloop.integration.servers.GrpcServer;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import java.util.concurrent.TimeUnit;

/// gRPC with a blocking stub: one connection for all, which threads of its own serve. Who asks waits for them.
public final class GrpcClient implements Client {
    private static final int SIZE = 5;

    private final ManagedChannel channel;

    private GrpcClient(ManagedChannel channel) {
        this.channel = channel;
    }

    public static Client at(int port) {
        return new GrpcClient(
                NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build());
    }

    /// What a stub that was made by the compiler of protocol buffers does.
    @Override
    public long ask(long number, Runnable whenConnected) {
        whenConnected.run();
        return ClientCalls.blockingUnaryCall(channel, GrpcServer.ECHO, CallOptions.DEFAULT, number);
    }

    @Override
    public int connections() {
        return SIZE;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        try {
            channel.awaitTermination(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
