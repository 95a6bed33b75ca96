package io.anyloop.server;

import java.io.Closeable;

/// A connection and its handler.
record Connection<C extends Closeable>(C connection, ConnectionHandler<? super C> handler)
        implements Errand {
    @Override
    public void serve() throws Exception {
        handler.handle(connection);
    }

    @Override
    public void drop() {
        Closing.quietly(connection);
    }
}
