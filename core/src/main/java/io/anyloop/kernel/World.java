package io.anyloop.kernel;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Hubs that may wake each other's greenlets: those that have had to do with each other, and those that one thread has
/// opened. Where nothing comes from outside, a hub that waits for another does not wait in vain until all of them stand
/// still.
///
/// A hub that is open to the outside belongs to one only because it has met a closed one, and never stands still.
final class World {
    private static final Closed GUARD = new Closed();
    private static volatile boolean isThereOne;

    private final Set<Engine> hubs = new LinkedHashSet<>();

    /// What was known when a deadlock was told last, so that it is told once.
    private long toldAt = -1;

    /// The state of all worlds. Held by hubs' own threads too, and so never for long.
    private static final class Closed extends Guard {
        private final Set<Engine> closed = new LinkedHashSet<>();
    }

    /// Of one hub.
    World(Engine hub) {
        hubs.add(hub);
    }

    /// The calling thread has opened a hub that is not open to the outside.
    static void opened(Engine hub) {
        isThereOne = true;
        GUARD.enter();
        try {
            for (Engine other : GUARD.closed) {
                if (other.lifetime.opener == hub.lifetime.opener) {
                    of(hub).merge(of(other));
                }
            }
            GUARD.closed.add(hub);
        } finally {
            GUARD.exit();
        }
        contact(hub);
    }

    /// The calling thread, which may be of another hub, has something for a hub.
    static void contact(Engine hub) {
        if (!isThereOne) {
            return;
        }
        Engine from = Hubs.running();
        if (from == null || from == hub) {
            return;
        }
        World here = from.lifetime.world;
        World there = hub.lifetime.world;
        if (here != there) {
            meet(from, hub);
        }
    }

    private static void meet(Engine one, Engine other) {
        GUARD.enter();
        try {
            if (one.lifetime.isAlive() && other.lifetime.isAlive()) {
                of(one).merge(of(other));
            }
        } finally {
            GUARD.exit();
        }
    }

    /// Under the guard, as all that follow.
    private static World of(Engine hub) {
        World known = hub.lifetime.world;
        if (known == null) {
            known = new World(hub);
            hub.lifetime.world = known;
        }
        return known;
    }

    private void merge(World other) {
        if (other != this) {
            hubs.addAll(other.hubs);
            other.hubs.forEach(hub -> hub.lifetime.world = this);
            toldAt = -1;
        }
    }

    /// A hub has ended. The others look again, for what they wait for may have gone with it.
    static void left(Engine hub) {
        List<Engine> rest = new ArrayList<>();
        GUARD.enter();
        try {
            GUARD.closed.remove(hub);
            World left = hub.lifetime.world;
            if (left != null) {
                left.hubs.remove(hub);
                left.toldAt = -1;
                hub.lifetime.world = null;
                rest.addAll(left.hubs);
            }
        } finally {
            GUARD.exit();
        }
        rest.forEach(other -> other.submit(() -> {}));
    }

    /// A hub stands still now.
    ///
    /// @return what was seen, if all hubs stand still and that has not been told; else null
    static Standstill standsStill(Engine hub) {
        GUARD.enter();
        try {
            return hub.lifetime.world.allStill();
        } finally {
            GUARD.exit();
        }
    }

    /// What was seen of each hub has to be so still after the last has been looked at: then nobody ran meanwhile.
    private Standstill allStill() {
        long seen = stills();
        if (seen < 0 || seen == toldAt || hasMail()) {
            return null;
        }
        Map<Strand<?>, Deadline> waits = new IdentityHashMap<>();
        hubs.forEach(hub -> hub.lifetime.putWaits(waits));
        if (stills() != seen) {
            return null;
        }
        toldAt = seen;
        return new Standstill(List.copyOf(hubs), waits);
    }

    /// All hubs of a world stood still.
    ///
    /// @param waits who waited in [io.anyloop.Hub#call] then, and where: when a hub comes to tell them, others may have begun
    record Standstill(List<Engine> hubs, Map<Strand<?>, Deadline> waits) {}

    private boolean hasMail() {
        for (Engine hub : hubs) {
            if (!hub.work.inbox.isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /// A number that grows whenever one of the hubs stirs; -1 if one does not stand still.
    private long stills() {
        long sum = 0;
        for (Engine hub : hubs) {
            long stillness = hub.lifetime.stillness();
            if (stillness % 2 == 0) {
                return -1;
            }
            sum += stillness;
        }
        return sum;
    }
}
