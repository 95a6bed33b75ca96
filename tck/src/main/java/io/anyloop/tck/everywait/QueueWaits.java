package io.anyloop.tck.everywait;

import static io.anyloop.tck.everywait.SyncWaits.nobody;
import static io.anyloop.tck.everywait.WaitRow.quiet;
import static io.anyloop.tck.everywait.WaitRow.result;
import static io.anyloop.tck.everywait.WaitRow.row;
import static io.anyloop.tck.everywait.WaitRow.throwing;

import io.anyloop.queue.Channel;
import io.anyloop.queue.EmptyException;
import io.anyloop.queue.FullException;
import io.anyloop.queue.JoinableQueue;
import io.anyloop.queue.Queue;
import io.anyloop.queue.Select;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The calls that wait for queues and channels: lines of the table in [Waits].
final class QueueWaits {
    private QueueWaits() {}

    static List<WaitRow<?>> all() {
        return List.of(
                row(
                                "Queue.get",
                                Queue<String>::new,
                                (queue, limit) -> queue.get(limit),
                                throwing(EmptyException.class))
                        .unlimited(Queue::get)
                        .ended(queue -> queue.putNow("item"))
                        .intact(queue -> nobody(queue.waitingGetters())),
                row(
                                "Queue.peek",
                                Queue<String>::new,
                                (queue, limit) -> queue.peek(limit),
                                throwing(EmptyException.class))
                        .unlimited(Queue::peek)
                        .ended(queue -> queue.putNow("item")),
                row(
                                "Queue.put",
                                () -> new Queue<>(1, List.of("item")),
                                quiet((queue, limit) -> queue.put("more", limit)),
                                throwing(FullException.class))
                        .unlimited(queue -> queue.put("more"))
                        .ended(Queue::getNow)
                        .intact(queue -> nobody(queue.waitingPutters())),
                row(
                                "Queue.asBlockingQueue.take",
                                Queue<String>::new,
                                (queue, limit) ->
                                        queue.asBlockingQueue()
                                                .poll(Waits.nanos(limit), TimeUnit.NANOSECONDS),
                                result(null))
                        .unlimited(queue -> queue.asBlockingQueue().take())
                        .ended(queue -> queue.putNow("item"))
                        .intact(queue -> nobody(queue.waitingGetters()))
                        .interruptible(),
                row(
                                "Queue.asBlockingQueue.put",
                                () -> new Queue<>(1, List.of("item")),
                                (queue, limit) ->
                                        queue.asBlockingQueue()
                                                .offer(
                                                        "more",
                                                        Waits.nanos(limit),
                                                        TimeUnit.NANOSECONDS),
                                result(false))
                        .unlimited(queue -> queue.asBlockingQueue().put("more"))
                        .ended(Queue::getNow)
                        .intact(queue -> nobody(queue.waitingPutters()))
                        .interruptible(),
                row(
                                "JoinableQueue.join",
                                () -> new JoinableQueue<>(0, List.of("item")),
                                (queue, limit) -> queue.join(limit),
                                result(false))
                        .unlimited(JoinableQueue::join)
                        .ended(JoinableQueue::taskDone),
                row(
                                "Channel.get",
                                Channel<String>::new,
                                (channel, limit) -> channel.get(limit),
                                throwing(EmptyException.class))
                        .unlimited(Channel::get)
                        .ended(channel -> channel.offer("item"))
                        .intact(channel -> nobody(channel.waitingGetters())),
                row(
                                "Channel.put",
                                Channel<String>::new,
                                quiet((channel, limit) -> channel.put("item", limit)),
                                throwing(FullException.class))
                        .unlimited(channel -> channel.put("item"))
                        .ended(Channel::poll)
                        .intact(channel -> nobody(channel.waitingPutters())),
                row(
                                "Select.get",
                                Queue<String>::new,
                                (queue, limit) ->
                                        Select.of(queue.getting(), new Channel<String>().getting())
                                                .get(limit),
                                throwing(TimeoutException.class))
                        .unlimited(queue -> Select.of(queue.getting()).get())
                        .ended(queue -> queue.putNow("item"))
                        .intact(queue -> nobody(queue.waitingGetters())));
    }
}
