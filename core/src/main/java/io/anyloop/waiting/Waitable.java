package io.anyloop.waiting;

/// Something that one can wait for, together with others. Any thread.
public interface Waitable {

    /// Whether a wait for it would be over at once.
    ///
    /// @return true if so
    boolean isReady();

    /// Calls back, once, when it is ready; at once, within this call, if it is ready now and says so without asking its
    /// hub. The callback runs on whatever thread makes it ready, a loop's own among them: it must be short and must not
    /// wait. What it throws is reported and stops nobody else.
    ///
    /// @param callback hears that it is ready
    /// @return the registration; closing it takes the callback out, also while others are being called
    Registration whenReady(Runnable callback);

    /// A callback that waits to be called.
    interface Registration extends AutoCloseable {

        /// Takes the callback out. Does nothing if it has been called, or taken out before.
        @Override
        void close();
    }
}
