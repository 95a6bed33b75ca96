package io.anyloop;

import io.anyloop.jdk.HubThreads;
import io.anyloop.kernel.Beginning;
import io.anyloop.kernel.DrivenCarrier;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.HostedLoop;
import io.anyloop.spi.Loop;
import io.anyloop.watch.Watchdog;
import java.io.UncheckedIOException;
import java.util.Optional;

/// How a hub begins: with its watchdog and a thread or a host, or not at all.
final class HubOpening {
    private HubOpening() {}

    /// Opens a hub, or leaves nothing behind.
    ///
    /// @param isGiven whether the loop comes from the user; one that refuses to be polled or attached to belongs to another hub, or
    ///     to another thread, and is not ours to close, unless it is broken
    static Hub start(HubBuilder options, Loop loop, boolean isGiven) {
        boolean isOurs = true;
        Hub hub = null;
        try {
            hub = new Hub(options, loop);
            exportChannels(loop.getClass().getModule());
            Watchdog.add(hub.inside().stuckWatch());
            isOurs = !isGiven;
            // No switch: its first one costs a program ten milliseconds.
            if (loop instanceof DrivenLoop driven) {
                DrivenCarrier.requireOwner(driven);
                isOurs = true;
                Beginning.driven(hub.engine, driven);
            } else {
                Beginning.hosted(hub.engine, (HostedLoop) loop);
            }
            hub.engine.lifetime().opened();
            hub.inside().tie().begun();
            return hub;
        } catch (Throwable e) {
            if (hub != null) {
                hub.inside().tie().cut();
                hub.inside().stuckWatch().end();
            }
            if (isOurs || e instanceof UncheckedIOException && loop instanceof DrivenLoop) {
                closeAfter(e, loop);
            }
            throw e;
        }
    }

    private static void closeAfter(Throwable failure, Loop loop) {
        try {
            if (loop instanceof DrivenLoop driven) {
                driven.moveTo(
                        Thread.currentThread()); // It may be that of a thread that never began.
            }
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
        try {
            loop.close();
        } catch (Throwable e) {
            failure.addSuppressed(e);
        }
    }

    /// To the loop's module, and to those of ours that it stands on: one of them works on raw descriptors.
    private static void exportChannels(Module module) {
        HubThreads.exportChannels(module);
        if (module.isNamed() && module.getLayer() != null) {
            module.getDescriptor().requires().stream()
                    .map(required -> module.getLayer().findModule(required.name()))
                    .flatMap(Optional::stream)
                    .filter(required -> required.getName().startsWith("io.anyloop."))
                    .forEach(HubOpening::exportChannels);
        }
    }
}
