package io.anyloop.tck.everywait;

import static io.anyloop.tck.everywait.WaitRow.nothing;
import static io.anyloop.tck.everywait.WaitRow.quiet;
import static io.anyloop.tck.everywait.WaitRow.result;
import static io.anyloop.tck.everywait.WaitRow.row;
import static io.anyloop.tck.everywait.WaitRow.rowOn;
import static io.anyloop.tck.everywait.WaitRow.throwing;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.anyloop.Descriptors;
import io.anyloop.Greenlet;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Stubborn;
import io.anyloop.tck.setup.Wire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Every call that waits, one line each: what is waited on, the call, what it says when its own time
/// is up, what ends the wait. [EveryWaitCases] and [PlainWaitCases] do the rest.
///
/// ```java
/// row("Event.await", Event::new, (event, limit) -> event.await(limit), result(false))
///         .unlimited(Event::await)
///         .ended(Event::set)
/// ```
///
/// `Greenlet.idle` has no line, since nothing but other work holds it up; nor has a barrier, which is
/// broken by whoever leaves it.
final class Waits {
    private Waits() {}

    /// Those of the table, each in all its forms.
    static Stream<WaitRow<?>> all() {
        return Stream.of(
                        greenlets(),
                        SyncWaits.all(),
                        QueueWaits.all(),
                        GroupWaits.all(),
                        descriptors(),
                        jdk())
                .flatMap(List::stream)
                .flatMap(row -> row.forms().stream());
    }

    private static List<WaitRow<?>> greenlets() {
        return List.of(
                row(
                        "Greenlet.sleep",
                        Object::new,
                        quiet((none, limit) -> Greenlet.sleep(limit)),
                        nothing()),
                row(
                                "Greenlet.join",
                                Stubborn::begun,
                                (target, limit) -> target.greenlet().join(limit),
                                result(false))
                        .unlimited(target -> target.greenlet().join())
                        .ended(Stubborn::endSoon)
                        .intact(Waits::hasNoLinks)
                        .putAway(Stubborn::end),
                row(
                                "Greenlet.get",
                                Stubborn::begun,
                                (target, limit) -> target.greenlet().get(limit),
                                throwing(TimeoutException.class))
                        .unlimited(target -> target.greenlet().get())
                        .ended(Stubborn::endSoon)
                        .intact(Waits::hasNoLinks)
                        .putAway(Stubborn::end),
                row(
                                "Greenlet.kill",
                                Stubborn::begun,
                                quiet((target, limit) -> target.greenlet().kill(limit)),
                                nothing())
                        .unlimited(target -> target.greenlet().kill())
                        .ended(Stubborn::endSoon)
                        .intact(Waits::hasNoLinks)
                        .putAway(Stubborn::end));
    }

    static void hasNoLinks(Stubborn target) {
        assertEquals(0, target.greenlet().linkCount(), "links are left");
    }

    private static List<WaitRow<?>> descriptors() {
        return List.of(
                rowOn(
                                "Descriptors.awaitReadable",
                                HubCase::wire,
                                (wire, limit) ->
                                        Descriptors.awaitReadable(wire.descriptor(), limit),
                                result(false))
                        .ended(Wire::makeReadable)
                        .putAway(Wire::close)
                        .oneAtATime()
                        .inGreenletsOnly(),
                rowOn(
                                "Descriptors.awaitWritable",
                                Waits::fullWire,
                                (wire, limit) ->
                                        Descriptors.awaitWritable(wire.descriptor(), limit),
                                result(false))
                        .ended(Wire::makeWritable)
                        .putAway(Wire::close)
                        .oneAtATime()
                        .inGreenletsOnly());
    }

    private static Wire fullWire(HubCase hub) throws Exception {
        Wire wire = hub.wire();
        wire.fill();
        return wire;
    }

    private static List<WaitRow<?>> jdk() {
        return List.of(
                row(
                                "Thread.sleep",
                                Object::new,
                                quiet((none, limit) -> Thread.sleep(limit)),
                                nothing())
                        .ofTheJdk(),
                row(
                                "CountDownLatch.await",
                                () -> new CountDownLatch(1),
                                (latch, limit) -> latch.await(nanos(limit), TimeUnit.NANOSECONDS),
                                result(false))
                        .unlimited(CountDownLatch::await)
                        .ended(CountDownLatch::countDown)
                        .ofTheJdk(),
                row(
                                "BlockingQueue.poll",
                                LinkedBlockingQueue<String>::new,
                                (queue, limit) -> queue.poll(nanos(limit), TimeUnit.NANOSECONDS),
                                result(null))
                        .unlimited(LinkedBlockingQueue::take)
                        .ended(queue -> queue.put("item"))
                        .ofTheJdk());
    }

    static long nanos(Duration limit) {
        return TimeUnit.NANOSECONDS.convert(limit);
    }
}
