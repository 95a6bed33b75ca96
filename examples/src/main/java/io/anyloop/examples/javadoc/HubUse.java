package io.anyloop.examples.javadoc;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.Loops;
import io.anyloop.Timer;
import io.anyloop.blocking.ThreadPool;
import io.anyloop.group.HubGroup;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Hubs, and what belongs to one.
final class HubUse {
    private final List<Object> log = new ArrayList<>();
    private final AtomicInteger balance = new AtomicInteger();

    private static String fetch(String url) {
        Greenlet.sleep(Duration.ofMillis(5));
        return "page of " + url;
    }

    static String hub(String url) {
        // @start region="Hub"
        try (Hub hub = Hub.open()) {
            return hub.call(() -> fetch(url));
        }
        // @end
    }

    List<Object> builder() {
        // @start region="HubBuilder"
        try (Hub hub =
                Hub.builder()
                        .name("orders")
                        .loop("select")
                        .stuckLimit(Duration.ofSeconds(1))
                        .errorHandler(report -> log.add(report.failure()))
                        .open()) {
            hub.call(() -> takeOrders());
        }
        // @end
        return log;
    }

    private void takeOrders() {
        Greenlet.spawn(
                        () -> {
                            throw new IOException("no such order");
                        })
                .join();
        log.add(Hub.current().name());
    }

    int group(String account) {
        // @start region="HubGroup"
        try (HubGroup group = HubGroup.open()) {
            Greenlet<Void> tidying = group.spawn(() -> tidyUp()); // on the next hub
            group.spawn(account, () -> book(5)).get(); // all of one account on one hub
            tidying.join();
        }
        // @end
        return balance.get();
    }

    private void tidyUp() {
        Greenlet.sleep(Duration.ofMillis(5));
        balance.addAndGet(1);
    }

    private void book(int amount) {
        balance.addAndGet(amount);
    }

    List<Object> timer() {
        // @start region="Timer"
        Timer beat = Hub.current().timer(() -> log.add("beat")).repeat(Duration.ofSeconds(1));
        Greenlet.sleep(Duration.ofMillis(3500));
        beat.cancel(); // or it goes on as long as the hub
        // @end
        return log;
    }

    static String threadPool(Path file) throws IOException {
        // @start region="ThreadPool"
        try (ThreadPool readers = new ThreadPool(4)) {
            return readers.apply(() -> Files.readString(file)); // other greenlets run meanwhile
        }
        // @end
    }

    static List<String> loops() {
        // @start region="Loops"
        return Loops.all().stream()
                .filter(loop -> Loops.availability(loop).isYes())
                .map(LoopProvider::name)
                .toList();
        // @end
    }
}
