package io.anyloop.server;

import java.io.Closeable;
import java.io.IOException;

/// Closing what nobody needs any more.
final class Closing {
    private Closing() {}

    /// A close that fails leaves nothing that could be done about it.
    static void quietly(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The descriptor is gone all the same.
        }
    }
}
