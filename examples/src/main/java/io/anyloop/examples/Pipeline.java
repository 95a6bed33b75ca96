package io.anyloop.examples;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.queue.Queue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Stages that hand items on through queues: one reads, several work, and what is done is collected.
final class Pipeline {
    private Pipeline() {}

    static void main() {
        IO.println(Hub.run(() -> count(List.of("a rose is a rose", "is a rose"), 3)));
    }

    // @start region="readme"
    static Map<String, Integer> count(List<String> lines, int workers) {
        var todo = new Queue<String>(10); // bounded: who puts waits for those who get
        var counts = new TreeMap<String, Integer>(); // no lock: one greenlet runs at a time
        var all = new ArrayList<Greenlet<Void>>();
        for (int i = 0; i < workers; i++) {
            all.add(
                    Greenlet.spawn(() -> {
                        for (String line : todo) { // waits, and ends at the shutdown
                            for (String word : line.split(" ")) {
                                counts.merge(word, 1, Integer::sum);
                            }
                        }
                    }));
        }
        lines.forEach(todo::put);
        todo.shutdown();
        all.forEach(Greenlet::join);
        return counts;
    }
    // @end
}
