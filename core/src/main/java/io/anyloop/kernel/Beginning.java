package io.anyloop.kernel;

import io.anyloop.jdk.PlatformThreads;
import io.anyloop.spi.DrivenLoop;
import io.anyloop.spi.HostedLoop;

/// How an engine begins: with a thread of its own, or with a host.
public final class Beginning {
    private Beginning() {}

    /// Gives it a thread that polls its loop.
    public static void driven(Engine hub, DrivenLoop driven) {
        DrivenCarrier own = new DrivenCarrier(hub, driven);
        HubThread runner = hub.newCarrierThread(1, own);
        hub.seat.moveTo(own, runner);
        Hubs.addDriven();
        driven.moveTo(runner);
        PlatformThreads.start(runner);
    }

    /// Makes it the guest of a host.
    public static void hosted(Engine hub, HostedLoop hosted) {
        HostedCarrier guest = new HostedCarrier(hub, hosted);
        hub.seat.moveTo(guest, null);
        Hubs.addHosted(hub);
        try {
            hosted.attach(guest);
        } catch (Throwable e) {
            Hubs.removeHosted(hub);
            throw e;
        }
        if (!hub.work.inbox.isEmpty()) { // Sent before there was anybody to give a turn.
            guest.signal();
        }
    }
}
