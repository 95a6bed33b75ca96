package io.anyloop.tck.everywait;

import static io.anyloop.tck.everywait.WaitRow.quiet;
import static io.anyloop.tck.everywait.WaitRow.result;
import static io.anyloop.tck.everywait.WaitRow.row;
import static io.anyloop.tck.everywait.WaitRow.rowOn;
import static io.anyloop.tck.everywait.WaitRow.throwing;

import io.anyloop.Greenlets;
import io.anyloop.Hub;
import io.anyloop.Wait;
import io.anyloop.group.Group;
import io.anyloop.group.Pool;
import io.anyloop.group.PoolFullException;
import io.anyloop.sync.Event;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Stubborn;
import java.util.List;
import java.util.concurrent.TimeoutException;

/// The calls that wait for several greenlets, or for a place among them: lines of the table in
/// [Waits].
final class GroupWaits {
    private GroupWaits() {}

    static List<WaitRow<?>> all() {
        return List.of(
                row(
                                "Wait.forAll",
                                Event::new,
                                (event, limit) -> Wait.forAll(List.of(event), limit),
                                result(List.of()))
                        .unlimited(event -> Wait.forAll(List.of(event)))
                        .ended(Event::set)
                        .intact(event -> SyncWaits.nobody(event.waiting())),
                row(
                                "Greenlets.joinAll",
                                Stubborn::begun,
                                (target, limit) ->
                                        Greenlets.joinAll(List.of(target.greenlet()), limit),
                                result(List.of()))
                        .unlimited(target -> Greenlets.joinAll(List.of(target.greenlet())))
                        .ended(Stubborn::endSoon)
                        .intact(Waits::hasNoLinks)
                        .putAway(Stubborn::end),
                row(
                                "Greenlets.killAll",
                                Stubborn::begun,
                                quiet((target, limit) ->
                                        Greenlets.killAll(List.of(target.greenlet()), limit)),
                                throwing(TimeoutException.class))
                        .unlimited(target -> Greenlets.killAll(List.of(target.greenlet())))
                        .ended(Stubborn::endSoon)
                        .intact(Waits::hasNoLinks)
                        .putAway(Stubborn::end),
                row(
                                "Group.join",
                                GroupWaits::groupOfOne,
                                (crew, limit) -> crew.group.join(limit),
                                result(false))
                        .unlimited(crew -> crew.group.join())
                        .ended(crew -> crew.member.endSoon())
                        .putAway(crew -> crew.member.end()),
                rowOn(
                                "Pool.spawn",
                                GroupWaits::fullPool,
                                quiet((crew, limit) -> crew.group.spawn(() -> {}, limit)),
                                throwing(PoolFullException.class))
                        .unlimited(crew -> crew.group.spawn(() -> {}))
                        .ended(crew -> crew.member.endSoon())
                        .putAway(crew -> crew.member.end()),
                rowOn(
                                "Pool.awaitAvailable",
                                GroupWaits::fullPool,
                                (crew, limit) -> crew.group.awaitAvailable(limit),
                                result(0))
                        .unlimited(crew -> crew.group.awaitAvailable())
                        .ended(crew -> crew.member.endSoon())
                        .putAway(crew -> crew.member.end()),
                rowOn(
                                "Hub.awaitQuiet",
                                GroupWaits::restless,
                                (crew, limit) -> crew.group.awaitQuiet(limit),
                                result(false))
                        .putAway(crew -> crew.member.end()));
    }

    private static Crew<Group> groupOfOne() {
        var crew = new Crew<>(new Group(), Stubborn.begun());
        crew.group.add(crew.member.greenlet());
        return crew;
    }

    /// A hub with somebody who lives on.
    private static Crew<Hub> restless(HubCase hub) {
        return new Crew<>(hub.hub(), Stubborn.begun());
    }

    private static Crew<Pool> fullPool(HubCase hub) {
        var crew = new Crew<>(new Pool(1, hub.hub()), Stubborn.begun());
        crew.group.add(crew.member.greenlet());
        return crew;
    }

    /// A group, or a hub, and one member, which lives on until it is told to end.
    private record Crew<G>(G group, Stubborn member) {}
}
