package io.anyloop.queue;

import io.anyloop.waiting.Here;

/// A meeting point: holds nothing, so a put lasts until somebody takes the item, and a get until somebody brings one.
/// The forms that do not wait succeed only if a partner waits already.
///
/// ```java
/// var hand = new Channel<String>();
/// Greenlet.spawn(() -> hand.put("ball")); // lasts until somebody takes it
/// return hand.get();
/// ```
///
/// A put that finds a getter waiting lets it go on first, if both are greenlets of one hub: when put returns, the getter
/// has its item and has come to its next wait.
///
/// For the rest it is like a [Queue]: first come, first served; no item is lost or doubled when one of the partners is
/// killed or runs out of time; any thread of any hub or none.
///
/// @param <T> the items
/// @see <a href="https://www.gevent.org/api/gevent.queue.html#gevent.queue.Channel">gevent.queue.Channel</a>
public final class Channel<T> extends Exchange<T> {

    /// A channel.
    public Channel() {
        super(new Fifo<>(), 0);
    }

    /// How much is offered: those who wait with an item, less those who wait for one.
    ///
    /// @return the difference
    public int balance() {
        enter();
        try {
            return putters.size() - getters.size();
        } finally {
            exit();
        }
    }

    /// Always, since it holds nothing.
    ///
    /// @return true
    public boolean isEmpty() {
        return true;
    }

    /// Always, since it holds nothing.
    ///
    /// @return true
    public boolean isFull() {
        return true;
    }

    /// The getter was made able to run by the put, so it runs before the putter does again.
    @Override
    void inserted() {
        if (Here.isGreenlet()) {
            Thread.yield();
        }
    }

    @Override
    public String toString() {
        return "Channel[%d getters, %d putters]".formatted(waitingGetters(), waitingPutters());
    }
}
