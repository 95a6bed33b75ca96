package host;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Lists the loop, and says how to get one: nobody but its user has an executor.
public final class NettyHostProvider implements LoopProvider {
    private static final String WHY = "it runs on an executor of yours";
    private static final String HOW = "Hub.on(new NettyHost(executor))";

    @Override
    public String name() {
        return NettyHost.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.HOSTED;
    }

    @Override
    public String systems() {
        return "every system";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Availability.no(WHY, HOW);
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of();
    }

    @Override
    public Loop open() {
        throw new IllegalStateException("It cannot be opened: " + WHY + ". Use " + HOW);
    }
}
