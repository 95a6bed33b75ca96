package io.anyloop.integration.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// A request and its answer, as the framework has them.
interface Exchange {
    String path();

    InputStream body() throws IOException;

    /// @param length of the answer in bytes
    /// @return takes it
    OutputStream answer(int length) throws IOException;
}
