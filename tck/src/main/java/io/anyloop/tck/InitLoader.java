package io.anyloop.tck;

import java.io.IOException;
import java.io.InputStream;

/// Loads [InitByLoader] once more, whose initialiser runs what a case says. Unlike the copies of [Pinned] it is seen in stacks.
final class InitLoader extends ClassLoader implements Runnable {
    private final Runnable body;

    InitLoader(Runnable body) {
        super(InitLoader.class.getClassLoader());
        this.body = body;
    }

    void initialize() {
        try (InputStream in = InitLoader.class.getResourceAsStream("InitByLoader.class")) {
            byte[] bytes = in.readAllBytes();
            Class<?> loaded = defineClass(InitByLoader.class.getName(), bytes, 0, bytes.length);
            Class.forName(loaded.getName(), true, this);
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void run() {
        body.run();
    }
}
