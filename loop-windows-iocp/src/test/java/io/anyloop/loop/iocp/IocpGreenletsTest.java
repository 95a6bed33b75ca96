package io.anyloop.loop.iocp;

import io.anyloop.tck.GreenletContract;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(
        value = OS.WINDOWS,
        disabledReason = "NOT TESTED here: needs Windows, or -Pfull, which runs it under Wine")
class IocpGreenletsTest extends GreenletContract {
    IocpGreenletsTest() {
        super(new IocpLoopTest());
    }
}
