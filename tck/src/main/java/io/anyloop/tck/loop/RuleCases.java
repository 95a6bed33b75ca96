package io.anyloop.tck.loop;

import io.anyloop.tck.fixture.TestedLoops;

/// The cases of all rules, by what they are about.
public final class RuleCases {
    private final TestedLoops loops;

    public RuleCases(TestedLoops loops) {
        this.loops = loops;
    }

    public ProviderCases provided() {
        return new ProviderCases(loops);
    }

    public WaitingCases waiting() {
        return new WaitingCases(loops);
    }

    public OwnerCases owners() {
        return new OwnerCases(loops);
    }

    public ReportCases reports() {
        return new ReportCases(loops);
    }

    public GenerationCases generations() {
        return new GenerationCases(loops);
    }

    public HostedCases hosted() {
        return new HostedCases(loops);
    }

    public WakeupCases wakeups() {
        return new WakeupCases(loops);
    }

    public TimingCases timing() {
        return new TimingCases(loops);
    }

    public AsleepCases asleep() {
        return new AsleepCases(loops);
    }

    public CrowdCases crowd() {
        return new CrowdCases(loops);
    }

    public HostedLongCases hostedLong() {
        return new HostedLongCases(loops);
    }

    public LeakCases leaks() {
        return new LeakCases(loops);
    }

    public LifeCases life() {
        return new LifeCases(loops);
    }

    public InterruptCases interrupts() {
        return new InterruptCases(loops);
    }

    public IdleCases idle() {
        return new IdleCases(loops);
    }
}
