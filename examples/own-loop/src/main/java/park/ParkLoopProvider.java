package park;
// @start region="provider"
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.util.Set;

/// Opens loops that park. Public, since a ServiceLoader makes it.
public final class ParkLoopProvider implements LoopProvider {
    @Override
    public String name() {
        return "park";
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "every system";
    }

    /// Chosen only by those who name it.
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
        return Set.of();
    }

    @Override
    public Loop open() {
        return new ParkLoop();
    }
}
// @end
