package io.anyloop.loop.iocp;

import io.anyloop.spi.Availability;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import java.io.IOException;
import java.util.Set;

/// Opens loops on completion ports of Windows. Any thread.
public final class IocpLoopProvider implements LoopProvider {

    /// For [java.util.ServiceLoader].
    public IocpLoopProvider() {}

    @Override
    public String name() {
        return IocpLoop.NAME;
    }

    @Override
    public Kind kind() {
        return Kind.DRIVEN;
    }

    @Override
    public String systems() {
        return "Windows";
    }

    @Override
    public int priority() {
        return 200;
    }

    @Override
    public Availability availability() {
        return Here.AVAILABILITY;
    }

    @Override
    public Set<Capability> capabilities() {
        return IocpLoop.CAPABILITIES;
    }

    /// @throws IOException if the system refuses a completion port
    @Override
    public Loop open() throws IOException {
        if (availability() instanceof Availability.Unavailable no) {
            throw new IllegalStateException(
                    "The iocp loop cannot be opened: %s. What helps: %s."
                            .formatted(no.reason(), no.remedy()));
        }
        return new IocpLoop(WindowsKernel.open());
    }

    /// Found out once.
    private static final class Here {
        static final Availability AVAILABILITY =
                Trial.of(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Here::pollHandle);

        private static void pollHandle() throws IOException {
            WindowsKernel kernel = WindowsKernel.open();
            try {
                kernel.closePollHandle(kernel.openPollHandle());
            } finally {
                kernel.close(true);
            }
        }
    }
}
