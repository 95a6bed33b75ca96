package io.anyloop.launcher;

import io.anyloop.loop.select.SelectLoopProvider;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.util.Set;

/// The loop `select` under another name, as a third party's: it is found where the path says, and nowhere else. Public, since
/// a ServiceLoader makes it.
public final class ThirdPartyProvider implements LoopProvider {
    private final SelectLoopProvider real = new SelectLoopProvider();

    @Override
    public String name() {
        return "third";
    }

    @Override
    public Kind kind() {
        return real.kind();
    }

    @Override
    public String systems() {
        return real.systems();
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.yes();
    }

    @Override
    public Set<Capability> capabilities() {
        return real.capabilities();
    }

    @Override
    public Loop open() throws IOException {
        return real.open();
    }
}
