package io.anyloop.port;

import io.anyloop.spi.Surroundings;

/// What a virtual thread runs that was made on a hub, and not by it, inside what its host puts around its maker.
record ForkedTask(Runnable task, Surroundings surroundings) implements Runnable {
    @Override
    public void run() {
        Thread own = Thread.currentThread();
        ClassLoader inherited = own.getContextClassLoader();
        surroundings.enter(null);
        try {
            own.setContextClassLoader(inherited); // its maker's, as for any thread
            task.run();
        } finally {
            surroundings.leave();
        }
    }
}
