package poll2;
import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.lang.foreign.Linker;
import java.util.Set;

/// Opens loops over poll(2). Public, since a ServiceLoader makes it.
public final class PollLoopProvider implements LoopProvider {
    @Override
    public String name() {
        return "poll";
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "Linux and macOS";
    }

    /// Chosen only by those who name it.
    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability availability() {
        return Linker.nativeLinker().defaultLookup().find("poll").isPresent()
                ? Availability.yes()
                : Availability.no("this system has no poll(2)", "take the loop \"select\"");
    }

    @Override
    public Set<Capability> capabilities() {
        return Set.of(Capability.DESCRIPTORS);
    }

    @Override
    public Loop open() throws IOException {
        return new PollLoop();
    }
}
