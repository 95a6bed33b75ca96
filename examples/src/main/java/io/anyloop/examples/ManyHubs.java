package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.group.HubGroup;
import io.anyloop.sync.AsyncResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// One hub for each core: what belongs to one key stays on one hub, and so needs no lock.
final class ManyHubs {
    private ManyHubs() {}

    static void main() {
        IO.println(balances(List.of("ann 5", "bob 7", "ann -2"), 2));
    }

    // @start region="readme"
    static Map<String, Integer> balances(List<String> bookings, int hubs) {
        try (HubGroup group = HubGroup.open(hubs)) {
            var onHub = group.callEach(hub -> new HashMap<String, Integer>());
            var last = new HashMap<String, AsyncResult<Integer>>();
            for (String booking : bookings) {
                String[] words = booking.split(" ");
                var balance = new AsyncResult<Integer>(); // handed from hub to hub
                Map<String, Integer> own = onHub.get(group.hubs().indexOf(group.of(words[0])));
                Greenlet<Integer> booked =
                        group.spawn(
                                words[0],
                                () -> own.merge(words[0], Integer.valueOf(words[1]), Integer::sum));
                booked.link(balance);
                last.put(words[0], balance);
            }
            var result = new HashMap<String, Integer>();
            last.forEach((name, balance) -> result.put(name, balance.get()));
            return result;
        }
    }
    // @end
}
