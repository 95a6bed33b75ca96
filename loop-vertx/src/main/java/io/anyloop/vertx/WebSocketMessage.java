package io.anyloop.vertx;

import io.vertx.core.buffer.Buffer;

/// A message of a WebSocket, from [VertxStreams#messages].
public sealed interface WebSocketMessage {

    /// A message of text.
    ///
    /// @param text the text
    record Text(String text) implements WebSocketMessage {}

    /// A message of bytes.
    ///
    /// @param data the bytes
    record Binary(Buffer data) implements WebSocketMessage {}
}
