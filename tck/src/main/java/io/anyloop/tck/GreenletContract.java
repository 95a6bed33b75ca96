package io.anyloop.tck;

import io.anyloop.tck.blocking.BlockingCallCases;
import io.anyloop.tck.blocking.PipeCases;
import io.anyloop.tck.blocking.ProcessCases;
import io.anyloop.tck.blocking.ThreadPoolCases;
import io.anyloop.tck.everywait.EveryWaitCases;
import io.anyloop.tck.everywait.PlainWaitCases;
import io.anyloop.tck.fixture.Areas;
import io.anyloop.tck.greenlet.ContextCases;
import io.anyloop.tck.greenlet.CutOffCases;
import io.anyloop.tck.greenlet.CutOffScopeCases;
import io.anyloop.tck.greenlet.DeliveryCases;
import io.anyloop.tck.greenlet.ExecutorCases;
import io.anyloop.tck.greenlet.GivingWayCases;
import io.anyloop.tck.greenlet.JoinCases;
import io.anyloop.tck.greenlet.KillAllCases;
import io.anyloop.tck.greenlet.KillCases;
import io.anyloop.tck.greenlet.KillEffectCases;
import io.anyloop.tck.greenlet.KillReasonCases;
import io.anyloop.tck.greenlet.LinkCases;
import io.anyloop.tck.greenlet.PollingCases;
import io.anyloop.tck.greenlet.QuietCases;
import io.anyloop.tck.greenlet.ScheduleCases;
import io.anyloop.tck.greenlet.ScopeCases;
import io.anyloop.tck.greenlet.ShieldCases;
import io.anyloop.tck.greenlet.SpawnCases;
import io.anyloop.tck.greenlet.StructuredCases;
import io.anyloop.tck.greenlet.ThreadFactoryCases;
import io.anyloop.tck.greenlet.WaitCases;
import io.anyloop.tck.group.GroupCases;
import io.anyloop.tck.group.GroupScopeCases;
import io.anyloop.tck.group.GroupScopeUseCases;
import io.anyloop.tck.group.HubGroupCases;
import io.anyloop.tck.group.PoolCases;
import io.anyloop.tck.group.PoolLifeCases;
import io.anyloop.tck.group.PoolMapCases;
import io.anyloop.tck.group.PoolSlotCases;
import io.anyloop.tck.host.GuestCases;
import io.anyloop.tck.host.HostFreeCases;
import io.anyloop.tck.host.HostThreadCases;
import io.anyloop.tck.hub.BadInputCases;
import io.anyloop.tck.hub.CrossThreadCases;
import io.anyloop.tck.hub.DyingHubCases;
import io.anyloop.tck.hub.HubCases;
import io.anyloop.tck.hub.NestedHubCases;
import io.anyloop.tck.hub.PinnedCases;
import io.anyloop.tck.hub.SchedulingCases;
import io.anyloop.tck.hub.StressCases;
import io.anyloop.tck.hub.StuckCases;
import io.anyloop.tck.hub.WorldCases;
import io.anyloop.tck.jdk.AgentCases;
import io.anyloop.tck.jdk.ChannelIoCases;
import io.anyloop.tck.jdk.ChannelReadinessCases;
import io.anyloop.tck.jdk.DatagramCases;
import io.anyloop.tck.jdk.DescriptorWaitCases;
import io.anyloop.tck.jdk.JdkCases;
import io.anyloop.tck.jdk.KeepingSocketsCases;
import io.anyloop.tck.jdk.SelectorIoCases;
import io.anyloop.tck.jdk.SocketCases;
import io.anyloop.tck.jdk.SocketCloseCases;
import io.anyloop.tck.jdk.SocketEndCases;
import io.anyloop.tck.jdk.SocketLineCases;
import io.anyloop.tck.jdk.SocketStressCases;
import io.anyloop.tck.jdk.SocketThrowCases;
import io.anyloop.tck.jdk.TlsSocketCases;
import io.anyloop.tck.queue.ChannelCases;
import io.anyloop.tck.queue.QueueCases;
import io.anyloop.tck.queue.QueueLossCases;
import io.anyloop.tck.queue.QueueOrderCases;
import io.anyloop.tck.queue.QueueShutdownCases;
import io.anyloop.tck.queue.QueueThreadCases;
import io.anyloop.tck.queue.SelectCases;
import io.anyloop.tck.server.DatagramServerCases;
import io.anyloop.tck.server.ServerAddressCases;
import io.anyloop.tck.server.ServerCases;
import io.anyloop.tck.server.ServerErrorCases;
import io.anyloop.tck.server.ServerGroupCases;
import io.anyloop.tck.server.ServerHandlerCases;
import io.anyloop.tck.server.ServerLimitCases;
import io.anyloop.tck.server.TlsServerCases;
import io.anyloop.tck.sync.AdapterCases;
import io.anyloop.tck.sync.AsyncResultCases;
import io.anyloop.tck.sync.BarrierCases;
import io.anyloop.tck.sync.ConditionCases;
import io.anyloop.tck.sync.EventCases;
import io.anyloop.tck.sync.LockCases;
import io.anyloop.tck.sync.PermitCases;
import io.anyloop.tck.sync.SemaphoreCases;
import io.anyloop.tck.sync.SharingCases;
import io.anyloop.tck.sync.StageCases;
import io.anyloop.tck.time.TimedParkCases;
import io.anyloop.tck.time.TimeoutCases;
import io.anyloop.tck.time.TimeoutScopeCases;
import io.anyloop.tck.time.TimerCases;
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
/// [io.anyloop.tck.setup.TckEnvironment#limit], with the hub's dump, the stacks of its greenlets and those of all threads. A failure that the hub reports and no case expects
/// fails the case, and so does a greenlet that is left over. Where time is virtual, times are
/// checked exactly and take no real time; elsewhere lower bounds are strict, and upper bounds are
/// those of [io.anyloop.tck.setup.TckEnvironment].
@SuppressWarnings("exports") // What it extends shows users nothing.
public abstract class GreenletContract extends Areas {

    /// For subclasses.
    ///
    /// @param loops where the loops come from, with their hosts; none of its own cases runs here
    protected GreenletContract(LoopContract loops) {
        super(Objects.requireNonNull(loops));
    }

    // ---------------------------------------------------------------- greenlet: A greenlet:
    // spawned, joined, linked, killed; what its threads and tasks are

    @Nested
    class Spawn extends SpawnCases {}

    @Nested
    class Join extends JoinCases {}

    @Nested
    class Links extends LinkCases {}

    @Nested
    class Kill extends KillCases {}

    @Nested
    class KillEffects extends KillEffectCases {}

    @Nested
    class KillReasons extends KillReasonCases {}

    @Nested
    class Polling extends PollingCases {}

    @Nested
    class Deliveries extends DeliveryCases {}

    @Nested
    class Executors extends ExecutorCases {}

    @Nested
    class Schedules extends ScheduleCases {}

    @Nested
    class Contexts extends ContextCases {}

    @Nested
    class WaitsForMany extends WaitCases {}

    @Nested
    class Quiet extends QuietCases {}

    @Nested
    class Scopes extends ScopeCases {}

    @Nested
    class KillAll extends KillAllCases {}

    @Nested
    class ThreadFactories extends ThreadFactoryCases {}

    @Nested
    class Structured extends StructuredCases {}

    @Nested
    class GivingWay extends GivingWayCases {}

    @Nested
    class CutOffs extends CutOffCases {}

    @Nested
    class CutOffScopes extends CutOffScopeCases {}

    @Nested
    class Shields extends ShieldCases {}

    // ---------------------------------------------------------------- time: Time: timers, limits,
    // parks that end

    @Nested
    class Timers extends TimerCases {}

    @Nested
    class Timeouts extends TimeoutCases {}

    @Nested
    class TimeoutScopes extends TimeoutScopeCases {}

    @Nested
    class TimedParks extends TimedParkCases {}

    // ---------------------------------------------------------------- hub: A hub: its life, its
    // order, what holds it up

    @Nested
    class Worlds extends WorldCases {}

    @Nested
    class Scheduling extends SchedulingCases {}

    @Nested
    class NestedHubs extends NestedHubCases {}

    @Nested
    class Hubs extends HubCases {}

    @Nested
    class CrossThread extends CrossThreadCases {}

    @Nested
    class BadInput extends BadInputCases {}

    @Nested
    class Dying extends DyingHubCases {}

    @Nested
    class Stress extends StressCases {}

    @Nested
    class Stuck extends StuckCases {}

    @Nested
    class PinnedWaits extends PinnedCases {}

    // ---------------------------------------------------------------- host: Hubs on the thread of
    // a host

    @Nested
    class Guests extends GuestCases {}

    @Nested
    class HostThreads extends HostThreadCases {}

    @Nested
    class HostFree extends HostFreeCases {}

    // ---------------------------------------------------------------- sync: Waiting for each other

    @Nested
    class Events extends EventCases {}

    @Nested
    class AsyncResults extends AsyncResultCases {}

    @Nested
    class Adapters extends AdapterCases {}

    @Nested
    class Stages extends StageCases {}

    @Nested
    class Semaphores extends SemaphoreCases {}

    @Nested
    class Permits extends PermitCases {}

    @Nested
    class Locks extends LockCases {}

    @Nested
    class Conditions extends ConditionCases {}

    @Nested
    class Barriers extends BarrierCases {}

    @Nested
    class Sharing extends SharingCases {}

    // ---------------------------------------------------------------- queue: Handing on

    @Nested
    class Queues extends QueueCases {}

    @Nested
    class QueueLosses extends QueueLossCases {}

    @Nested
    class QueueOrders extends QueueOrderCases {}

    @Nested
    class QueueShutdowns extends QueueShutdownCases {}

    @Nested
    class QueueThreads extends QueueThreadCases {}

    @Nested
    class Channels extends ChannelCases {}

    @Nested
    class Selects extends SelectCases {}

    // ---------------------------------------------------------------- group: Many together

    @Nested
    class HubGroups extends HubGroupCases {}

    @Nested
    class Groups extends GroupCases {}

    @Nested
    class GroupScopeUses extends GroupScopeUseCases {}

    @Nested
    class GroupScopes extends GroupScopeCases {}

    @Nested
    class Pools extends PoolCases {}

    @Nested
    class PoolSlots extends PoolSlotCases {}

    @Nested
    class PoolMaps extends PoolMapCases {}

    @Nested
    class PoolLife extends PoolLifeCases {}

    // ---------------------------------------------------------------- blocking: What would block:
    // threads, child processes, pipes

    @Nested
    class ThreadPools extends ThreadPoolCases {}

    @Nested
    class Processes extends ProcessCases {}

    @Nested
    class Pipes extends PipeCases {}

    @Nested
    class BlockingCalls extends BlockingCallCases {}

    // ---------------------------------------------------------------- server: Serving

    @Nested
    class Servers extends ServerCases {}

    @Nested
    class ServerGroups extends ServerGroupCases {}

    @Nested
    class ServerAddresses extends ServerAddressCases {}

    @Nested
    class ServerLimits extends ServerLimitCases {}

    @Nested
    class ServerErrors extends ServerErrorCases {}

    @Nested
    class TlsServers extends TlsServerCases {}

    @Nested
    class DatagramServers extends DatagramServerCases {}

    @Nested
    class ServerHandlers extends ServerHandlerCases {}

    // ---------------------------------------------------------------- jdk: The JDK's own calls

    @Nested
    class JdkAround extends JdkCases {}

    @Nested
    class DescriptorWaits extends DescriptorWaitCases {}

    @Nested
    class ChannelReadiness extends ChannelReadinessCases {}

    @Nested
    class SocketCloses extends SocketCloseCases {}

    @Nested
    class SocketThrows extends SocketThrowCases {}

    @Nested
    class SocketLines extends SocketLineCases {}

    @Nested
    class KeepingSockets extends KeepingSocketsCases {}

    @Nested
    class Sockets extends SocketCases {}

    @Nested
    class Selectors extends SelectorIoCases {}

    @Nested
    class SocketEnds extends SocketEndCases {}

    @Nested
    class ChannelIo extends ChannelIoCases {}

    @Nested
    class Datagrams extends DatagramCases {}

    @Nested
    class TlsSockets extends TlsSocketCases {}

    @Nested
    class TheAgent extends AgentCases {}

    @Nested
    class SocketStress extends SocketStressCases {}

    // ---------------------------------------------------------------- everywait: Every call that
    // waits, in one table

    @Nested
    class EveryWait extends EveryWaitCases {}

    @Nested
    class PlainWait extends PlainWaitCases {}
}
