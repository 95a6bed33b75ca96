package io.anyloop.tck.host;

import io.anyloop.tck.fixture.Cases;
import io.anyloop.tck.fixture.HubCase;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/// What the cases of hubs with a host have in common.
abstract class HostCases extends Cases {

    /// Runs a case on a plain thread, beside a hub that has a host.
    void besideHost(HubCase.Body body) throws Exception {
        HubCase.requireHosted(loops);
        besideHub(body);
    }

    /// Has the host run something, and waits for it on a plain thread.
    static <T> T onHost(HubCase hub, Callable<T> task) throws Exception {
        var result = new FutureTask<>(task);
        hub.host().execute(result);
        return result.get(hub.time.prompt().toNanos(), TimeUnit.NANOSECONDS);
    }
}
