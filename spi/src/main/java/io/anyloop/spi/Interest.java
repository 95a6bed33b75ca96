package io.anyloop.spi;

/// What one waits for on a descriptor. "Nothing" cannot be said.
public enum Interest {
    /// Data to read, a connection to accept, or the end of the stream.
    READ,
    /// Room to write, or a connect that has finished.
    WRITE,
    /// Both directions.
    READ_AND_WRITE;

    /// Whether reading is part of this interest.
    ///
    /// @return true for [#READ] and [#READ_AND_WRITE]
    public boolean reads() {
        return this != WRITE;
    }

    /// Whether writing is part of this interest.
    ///
    /// @return true for [#WRITE] and [#READ_AND_WRITE]
    public boolean writes() {
        return this != READ;
    }
}
