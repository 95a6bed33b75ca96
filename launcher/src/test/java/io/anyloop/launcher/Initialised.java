package io.anyloop.launcher;

/// Its initialiser runs what [Pinning] says. Each time that is a copy of this class.
final class Initialised {
    static {
        Pinning.runBody();
    }

    private Initialised() {}
}
