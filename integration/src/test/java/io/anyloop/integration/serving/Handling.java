package io.anyloop.integration.serving;

import java.io.IOException;

/// What a handler does, whatever framework calls it. Blocks.
@FunctionalInterface
interface Handling {
    void handle(Exchange exchange) throws IOException;
}
