package io.anyloop.examples;

import com.hazelcast.config.Config;
import com.hazelcast.config.MultiMapConfig;
import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One node of a cluster of Vert.x on Hazelcast, which talks to this machine's loopback address and to nothing else, on ports that
/// the system chooses.
record LoopbackCluster(HazelcastInstance hazelcast, Vertx vertx) implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";
    private static final long LIMIT = 60;

    /// The first node, which founds the cluster.
    static LoopbackCluster found() {
        return open(List.of());
    }

    /// Another node.
    ///
    /// @param port that of a node that is in the cluster
    static LoopbackCluster join(int port) {
        return open(List.of(LOOPBACK + ":" + port));
    }

    private static LoopbackCluster open(List<String> others) {
        var manager = new HazelcastClusterManager(config(others));
        Vertx vertx =
                Vertx.builder()
                        .withClusterManager(manager)
                        .with(
                                new VertxOptions()
                                        .setEventBusOptions(
                                                new EventBusOptions().setHost(LOOPBACK)))
                        .buildClustered()
                        .timeout(LIMIT, TimeUnit.SECONDS)
                        .await();
        return new LoopbackCluster(manager.getHazelcastInstance(), vertx);
    }

    /// Written out, since reading a file of Hazelcast's takes a third of a node's start.
    private static Config config(List<String> others) {
        Config config = new Config("anyloop-test");
        config.setProperty("hazelcast.phone.home.enabled", "false")
                .setProperty("hazelcast.socket.bind.any", "false")
                .setProperty("hazelcast.logging.type", "slf4j")
                .setProperty("hazelcast.shutdownhook.enabled", "false")
                .setProperty("hazelcast.wait.seconds.before.join", "0")
                // Small, so that it is there soon.
                .setProperty("hazelcast.metrics.enabled", "false")
                .setProperty("hazelcast.health.monitoring.level", "OFF")
                .setProperty("hazelcast.partition.count", "31")
                .setProperty("hazelcast.operation.thread.count", "2")
                .setProperty("hazelcast.operation.generic.thread.count", "2");
        // As Vert.x's own configuration has it.
        config.addMultiMapConfig(
                new MultiMapConfig("__vertx.subs")
                        .setBackupCount(1)
                        .setValueCollectionType(MultiMapConfig.ValueCollectionType.SET));
        var network = config.getNetworkConfig().setPort(0).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface(LOOPBACK);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true).setMembers(others);
        return config;
    }

    int port() {
        return hazelcast.getCluster().getLocalMember().getAddress().getPort();
    }

    int size() {
        return hazelcast.getCluster().getMembers().size();
    }

    /// Whether each entry of the cluster's maps is held by two nodes.
    boolean isSafe() {
        return hazelcast.getPartitionService().isClusterSafe();
    }

    /// At once, without handing anything over to others.
    @Override
    public void close() {
        try {
            hazelcast.getLifecycleService().terminate();
        } finally {
            vertx.close().timeout(LIMIT, TimeUnit.SECONDS).await();
        }
    }
}
