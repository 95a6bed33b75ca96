package io.anyloop.group;

import io.anyloop.queue.FullException;

/// A [Pool] has no free slot, and the caller did not want to wait for one, or not any longer.
public class PoolFullException extends FullException {
    private static final long serialVersionUID = 1;

    PoolFullException(String message) {
        super(message);
    }
}
