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
/// Letters: G life of a greenlet, J join and get, L links, K kill, W waiting for many, H hub, T
/// timeouts, E events, A results, S locks, Q queues, P groups and pools, V servers, N sockets, X work
/// elsewhere, C locals, M dumps, B hosts and the JDK around us, TP timed parks of the JDK, BI bad
/// input, AW every call that waits. A name may carry two numbers: `h14_m11_...`.
///
/// Each case has a fresh hub on a fresh loop, and a bounded time; a case that hangs is given up after
/// [TckEnvironment#limit], with the hub's dump, the stacks of its greenlets and those of all threads. A failure that the hub reports and no case expects
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
    class KillReasons extends KillReasonCases {
        KillReasons() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Polling extends PollingCases {
        Polling() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Worlds extends WorldCases {
        Worlds() {
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
    class NestedHubs extends NestedHubCases {
        NestedHubs() {
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
    class HostThreads extends HostThreadCases {
        HostThreads() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class HostFree extends HostFreeCases {
        HostFree() {
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
    class Stress extends StressCases {
        Stress() {
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
    class Events extends EventCases {
        Events() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class AsyncResults extends AsyncResultCases {
        AsyncResults() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Adapters extends AdapterCases {
        Adapters() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Stages extends StageCases {
        Stages() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Queues extends QueueCases {
        Queues() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class QueueLosses extends QueueLossCases {
        QueueLosses() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class QueueOrders extends QueueOrderCases {
        QueueOrders() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class QueueShutdowns extends QueueShutdownCases {
        QueueShutdowns() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class QueueThreads extends QueueThreadCases {
        QueueThreads() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Channels extends ChannelCases {
        Channels() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Selects extends SelectCases {
        Selects() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class EveryWait extends EveryWaitCases {
        EveryWait() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class PlainWait extends PlainWaitCases {
        PlainWait() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ThreadPools extends ThreadPoolCases {
        ThreadPools() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Processes extends ProcessCases {
        Processes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Pipes extends PipeCases {
        Pipes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Executors extends ExecutorCases {
        Executors() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Schedules extends ScheduleCases {
        Schedules() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Contexts extends ContextCases {
        Contexts() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class HubGroups extends HubGroupCases {
        HubGroups() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ChannelReadiness extends ChannelReadinessCases {
        ChannelReadiness() {
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
    class ServerGroups extends ServerGroupCases {
        ServerGroups() {
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
    class Semaphores extends SemaphoreCases {
        Semaphores() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Permits extends PermitCases {
        Permits() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Locks extends LockCases {
        Locks() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Conditions extends ConditionCases {
        Conditions() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Barriers extends BarrierCases {
        Barriers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Sharing extends SharingCases {
        Sharing() {
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
    class WaitsForMany extends WaitCases {
        WaitsForMany() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Quiet extends QuietCases {
        Quiet() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Scopes extends ScopeCases {
        Scopes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class KillAll extends KillAllCases {
        KillAll() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Groups extends GroupCases {
        Groups() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class GroupScopeUses extends GroupScopeUseCases {
        GroupScopeUses() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class GroupScopes extends GroupScopeCases {
        GroupScopes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Pools extends PoolCases {
        Pools() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class PoolSlots extends PoolSlotCases {
        PoolSlots() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class PoolMaps extends PoolMapCases {
        PoolMaps() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class PoolLife extends PoolLifeCases {
        PoolLife() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ThreadFactories extends ThreadFactoryCases {
        ThreadFactories() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Structured extends StructuredCases {
        Structured() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Stuck extends StuckCases {
        Stuck() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class PinnedWaits extends PinnedCases {
        PinnedWaits() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class BlockingCalls extends BlockingCallCases {
        BlockingCalls() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class GivingWay extends GivingWayCases {
        GivingWay() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ServerHandlers extends ServerHandlerCases {
        ServerHandlers() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class SocketCloses extends SocketCloseCases {
        SocketCloses() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class SocketThrows extends SocketThrowCases {
        SocketThrows() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class SocketLines extends SocketLineCases {
        SocketLines() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class CutOffs extends CutOffCases {
        CutOffs() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class CutOffScopes extends CutOffScopeCases {
        CutOffScopes() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Shields extends ShieldCases {
        Shields() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class KeepingSockets extends KeepingSocketsCases {
        KeepingSockets() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Sockets extends SocketCases {
        Sockets() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Selectors extends SelectorIoCases {
        Selectors() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class SocketEnds extends SocketEndCases {
        SocketEnds() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class ChannelIo extends ChannelIoCases {
        ChannelIo() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class Datagrams extends DatagramCases {
        Datagrams() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class TlsSockets extends TlsSocketCases {
        TlsSockets() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class TheAgent extends AgentCases {
        TheAgent() {
            super(GreenletContract.this);
        }
    }

    @Nested
    class SocketStress extends SocketStressCases {
        SocketStress() {
            super(GreenletContract.this);
        }
    }
}
