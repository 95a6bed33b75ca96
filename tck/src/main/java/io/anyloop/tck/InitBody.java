package io.anyloop.tck;

/// A class whose initialiser runs what a case says; see [Pinned].
final class InitBody {
    static {
        Pinned.runBody();
    }

    private InitBody() {}
}
