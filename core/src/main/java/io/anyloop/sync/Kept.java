package io.anyloop.sync;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.concurrent.ConcurrentHashMap;

/// One value for each of some objects, by identity, for as long as the object lives. A value must not hold its object. Any
/// thread.
final class Kept<K, V> {
    private final ConcurrentHashMap<Key<K>, V> values = new ConcurrentHashMap<>();
    private final ReferenceQueue<K> gone = new ReferenceQueue<>();

    /// @return the value that is there; null if this one is now
    V putIfAbsent(K object, V value) {
        removeGone();
        return values.putIfAbsent(new Key<>(object, gone), value);
    }

    void remove(K object) {
        removeGone();
        values.remove(new Key<>(object, null));
    }

    /// How many are kept.
    int size() {
        removeGone();
        return values.size();
    }

    private void removeGone() {
        for (Reference<? extends K> key = gone.poll(); key != null; key = gone.poll()) {
            values.remove(key);
        }
    }

    private static final class Key<K> extends WeakReference<K> {
        private final int hash;

        Key(K object, ReferenceQueue<K> queue) {
            super(object, queue);
            this.hash = System.identityHashCode(object);
        }

        @Override
        public int hashCode() {
            return hash;
        }

        /// One whose object is gone is only equal to itself.
        @Override
        public boolean equals(Object other) {
            if (this == other) {
                return true;
            }
            K own = get();
            return own != null && other instanceof Key<?> key && key.isOf(own);
        }

        @SuppressWarnings("unchecked") // It is only compared.
        private boolean isOf(Object object) {
            return ((WeakReference<Object>) this).refersTo(object);
        }
    }
}
