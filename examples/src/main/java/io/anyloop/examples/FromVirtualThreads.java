package io.anyloop.examples;

import io.anyloop.Timeout;
import io.anyloop.group.Pool;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// One small task, on virtual threads and on a hub: ask for many prices, twenty at a time, and take what has come in time.
final class FromVirtualThreads {
    private FromVirtualThreads() {}

    interface Shop {
        int price(String beer) throws IOException;
    }

    // @start region="threads"
    static Map<String, Integer> onThreads(List<String> beers, Shop shop, Duration limit)
            throws InterruptedException {
        var prices = new ConcurrentHashMap<String, Integer>();
        var atOnce = new Semaphore(20);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (String beer : beers) {
                threads.submit(() -> {
                    atOnce.acquire();
                    try {
                        return prices.put(beer, shop.price(beer));
                    } finally {
                        atOnce.release();
                    }
                });
            }
            threads.shutdown();
            if (!threads.awaitTermination(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow(); // interrupts them: a read from a socket goes on
            }
        }
        return prices;
    }

    // @end

    // @start region="greenlets"
    static Map<String, Integer> onHub(List<String> beers, Shop shop, Duration limit)
            throws IOException {
        var prices = new HashMap<String, Integer>(); // no lock: one greenlet runs at a time
        Timeout.of(limit)
                .silent()
                .run(() -> {
                    try (var pool = new Pool(20)) {
                        pool.map(beers, beer -> prices.put(beer, shop.price(beer)));
                    }
                });
        return prices;
    }
    // @end
}
