package io.anyloop.loop.select;

import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import io.anyloop.tck.ProviderWithHost;
import io.anyloop.tck.setup.Host;
import javax.swing.SwingUtilities;
import org.junit.jupiter.api.Assumptions;

/// The executor loop on Swing's event thread. Headless, too, for the event thread needs no screen.
public class SwingLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new ProviderWithHost(new ExecutorLoopProvider(), this::openLoop);
    }

    @Override
    protected Loop openLoop() {
        return ExecutorLoop.on(SwingUtilities::invokeLater, SwingUtilities::isEventDispatchThread);
    }

    @Override
    protected Host hostOf(HostedLoop loop) {
        return new Host() {
            @Override
            public void execute(Runnable task) {
                SwingUtilities.invokeLater(task);
            }

            @Override
            public void end() {
                Assumptions.abort("not applicable: Swing's event thread does not end.");
            }
        };
    }
}
