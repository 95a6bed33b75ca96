package io.anyloop.beer;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import io.anyloop.queue.Queue;
import java.io.IOException;
import java.util.Iterator;

// @start region="deliveries"
/// What an AMQP queue brings, as something to loop over: the library calls back, a loop waits for the next one.
final class Deliveries implements Iterable<Delivery> {
    private final Queue<Delivery> arrived = new Queue<>(); // as long as the channel's prefetch
    private final Channel channel;
    private final String tag;

    Deliveries(Channel channel, String queue, int prefetch) throws IOException {
        this.channel = channel;
        channel.basicQos(prefetch);
        tag =
                channel.basicConsume(
                        queue, false, (_, one) -> arrived.offer(one), _ -> arrived.shutdown());
    }

    @Override
    public Iterator<Delivery> iterator() {
        return arrived.iterator();
    }

    /// Asks for no more. The loop ends when it has had those that are here.
    void end() throws IOException {
        channel.basicCancel(tag);
        arrived.shutdown();
    }
}
// @end
