package io.anyloop.loop.iocp;

import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.WINDOWS,
        disabledReason = "NOT TESTED here: needs Windows, or -Pfull, which runs it under Wine")
public class IocpLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new IocpLoopProvider();
    }
}
