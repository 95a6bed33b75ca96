package io.anyloop.tck;

/// A class whose initialiser runs what its loader says; see [InitLoader].
final class InitByLoader {
    static {
        ((Runnable) InitByLoader.class.getClassLoader()).run();
    }

    private InitByLoader() {}
}
