package io.anyloop.group;

import io.anyloop.Greenlet;
import io.anyloop.Hub;
import io.anyloop.exceptions.HubClosedException;
import io.anyloop.exceptions.NoHubException;
import io.anyloop.function.Action;
import io.anyloop.function.Body;
import io.anyloop.kernel.Strands;
import java.util.Objects;

/// Greenlets that belong together: joined, killed and counted as one. A member leaves when it ends. Any thread, and
/// greenlets of any hub.
///
/// As a scope that leaves nobody behind:
///
/// ```java
/// var group = new Group();
/// return group.call(() -> {
///     Greenlet<Integer> one = group.spawn(() -> count(first));
///     Greenlet<Integer> two = group.spawn(() -> count(second));
///     return one.get() + two.get(); // if one fails, the other is killed
/// });
/// ```
///
/// Or as a list of what runs, to be joined or killed when its time has come.
///
/// @see <a href="https://www.gevent.org/api/gevent.pool.html">gevent.pool.Group</a>
public final class Group extends Membership {

    /// A group that spawns on the hub of whoever spawns.
    public Group() {
        super(null);
    }

    /// A group that spawns on one hub, so also for callers that are on none.
    ///
    /// @param hub the hub
    public Group(Hub hub) {
        super(Objects.requireNonNull(hub));
    }

    /// Spawns a member.
    ///
    /// @param <T> the result
    /// @param body what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the group has no hub of its own and the caller is on none
    /// @throws HubClosedException if the hub is closing
    public <T> Greenlet<T> spawn(Body<? extends T, ?> body) {
        Greenlet<T> greenlet = newMember("Group.spawn", body);
        return enlistAndStart(greenlet, false);
    }

    /// Spawns a member without a result.
    ///
    /// @param action what it runs
    /// @return the greenlet, started
    /// @throws NoHubException if the group has no hub of its own and the caller is on none
    /// @throws HubClosedException if the hub is closing
    public Greenlet<Void> spawn(Action<?> action) {
        return spawn(Strands.bodyOf(action));
    }

    /// Takes in a greenlet, of whatever hub. One that is not started counts, too; one that has ended leaves soon.
    ///
    /// @param greenlet the greenlet
    /// @return false if it is a member already
    public boolean add(Greenlet<?> greenlet) {
        return roll.enlist(Objects.requireNonNull(greenlet), false);
    }

    /// Takes in a greenlet that is not started, and starts it.
    ///
    /// @param <T> its result
    /// @param greenlet the greenlet
    /// @return the greenlet
    /// @throws HubClosedException if its hub is closing
    public <T> Greenlet<T> start(Greenlet<T> greenlet) {
        return enlistAndStart(greenlet, false);
    }

    @Override
    public String toString() {
        return "Group[%d greenlets]".formatted(size());
    }
}
