package io.anyloop.examples;

import io.anyloop.Hub;
import io.anyloop.Timeout;
import io.anyloop.sync.AsyncResult;
import io.anyloop.sync.Semaphore;
import java.time.Duration;
import java.util.function.Consumer;

/// A library that calls back becomes a call that returns.
final class Callbacks {
    /// As libraries have it: answers later, on a thread of its own.
    interface Prices {
        void ask(String beer, Consumer<Integer> answer, Consumer<Throwable> failure);
    }

    private final Prices prices;
    private final Semaphore atOnce = new Semaphore(2); // the library wants no more

    Callbacks(Prices prices) {
        this.prices = prices;
    }

    static void main() {
        Prices slow =
                (beer, answer, failure) ->
                        Thread.ofPlatform().start(() -> answer.accept(beer.length()));
        IO.println(Hub.run(() -> new Callbacks(slow).price("pale ale")));
    }

    // @start region="readme"
    int price(String beer) {
        var answer = new AsyncResult<Integer>();
        return atOnce.call(() -> {
            prices.ask(beer, answer::set, answer::fail);
            return Timeout.call(Duration.ofSeconds(5), () -> answer.get());
        });
    }
    // @end
}
