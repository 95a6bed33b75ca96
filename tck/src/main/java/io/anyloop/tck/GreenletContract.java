package io.anyloop.tck;

import java.util.Objects;
import org.junit.jupiter.api.Nested;

/// What greenlets do on every loop. To judge a loop, extend this class and hand over the loop's
/// [LoopContract], which says where the loop comes from:
///
/// ```java
/// class EpollGreenletsTest extends GreenletContract {
///     EpollGreenletsTest() {
///         super(new EpollLoopTest());
///     }
/// }
/// ```
///
/// The name of a case begins with the number of the behaviour that it checks: `k05_...` is K-05.
/// Letters: G life of a greenlet, J join and get, L links, K kill, H hub, T timeouts, B hosts and
/// the JDK around us, N sockets, V servers, S locks, C locals, M dumps, TP timed parks of the JDK, BI bad
/// input.
///
/// Each case has a fresh hub on a fresh loop, and a bounded time; a case that hangs fails with the
/// hub's dump and the stacks of all threads. A failure that the hub reports and no case expects
/// fails the case, and so does a greenlet that is left over. Where time is virtual, times are
/// checked exactly and take no real time; elsewhere lower bounds are strict, and upper bounds are
/// those of [TckEnvironment].
public abstract class GreenletContract {
    private final LoopContract loops;

    /// For subclasses.
    ///
    /// @param loops where the loops come from, with their hosts; none of its own cases runs here
    protected GreenletContract(LoopContract loops) {
        this.loops = Objects.requireNonNull(loops);
    }

    /// Where the loops come from.
    LoopContract loops() {
        return loops;
    }

    @Nested
    class Spawn extends SpawnCases {
        Spawn() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Join extends JoinCases {
        Join() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Links extends LinkCases {
        Links() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Kill extends KillCases {
        Kill() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class KillEffects extends KillEffectCases {
        KillEffects() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Scheduling extends SchedulingCases {
        Scheduling() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Hubs extends HubCases {
        Hubs() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Timers extends TimerCases {
        Timers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Timeouts extends TimeoutCases {
        Timeouts() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class TimeoutScopes extends TimeoutScopeCases {
        TimeoutScopes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class TimedParks extends TimedParkCases {
        TimedParks() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class CrossThread extends CrossThreadCases {
        CrossThread() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Guests extends GuestCases {
        Guests() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class JdkAround extends JdkCases {
        JdkAround() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class BadInput extends BadInputCases {
        BadInput() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Dying extends DyingHubCases {
        Dying() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Deliveries extends DeliveryCases {
        Deliveries() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class DescriptorWaits extends DescriptorWaitCases {
        DescriptorWaits() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Servers extends ServerCases {
        Servers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ServerAddresses extends ServerAddressCases {
        ServerAddresses() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ServerLimits extends ServerLimitCases {
        ServerLimits() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ServerErrors extends ServerErrorCases {
        ServerErrors() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class TlsServers extends TlsServerCases {
        TlsServers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class DatagramServers extends DatagramServerCases {
        DatagramServers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ServerHandlers extends ServerHandlerCases {
        ServerHandlers() {
            super(GreenletContract.this);
        }
    }
}
