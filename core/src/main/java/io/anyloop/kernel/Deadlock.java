package io.anyloop.kernel;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What is said of greenlets that wait while nothing can wake them.
final class Deadlock {
    /// So many greenlets of a hub are named.
    private static final int SHOWN = 50;

    private Deadlock() {}

    /// @param main the one that learns it
    /// @param hubs all that stand still
    static String of(Strand<?> main, List<Engine> hubs) {
        List<Engine> waiting = hubs.stream().filter(hub -> hub.roster.size() > 0).toList();
        int count = waiting.stream().mapToInt(hub -> hub.roster.size()).sum();
        String dumps =
                waiting.stream()
                        .map(hub -> hub.dump(SHOWN).toString())
                        .collect(Collectors.joining(System.lineSeparator()));
        return (count == 1 ? "1 greenlet waits" : count + " greenlets wait")
                + (waiting.size() > 1 ? " on " + waiting.size() + " hubs" : "")
                + " and nothing can wake them. "
                + (waiting.size() > 1 ? chain(main) : "")
                + dumps;
    }

    /// Who waits for whom, from hub to hub, until somebody comes again or waits for something that is no greenlet.
    private static String chain(Strand<?> main) {
        Set<Strand<?>> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        StringBuilder text = new StringBuilder(name(main));
        Strand<?> last = main;
        while (seen.add(last) && last.waiting instanceof Waiting waiter) {
            text.append(seen.size() == 1 ? " waits for " : ", which waits for ");
            if (!(waiter.on() instanceof Strand<?> next)) {
                text.append(waiter.on() == null ? waiter : waiter.on());
                break;
            }
            text.append(name(next));
            last = next;
        }
        return text.append(". ").toString();
    }

    private static String name(Strand<?> greenlet) {
        return greenlet.itsName() + " of hub " + greenlet.hub.name();
    }
}
