package io.anyloop.tck.jdk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.Greenlet;
import io.anyloop.tck.fixture.Ends;
import io.anyloop.tck.fixture.HubCase;
import io.anyloop.tck.fixture.Talk;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Whether the agent does its work here at all, so that the cases which ask for it cannot all be left out unseen.
public abstract class AgentCases extends JdkCallCases {
    private static final Pattern REGISTERED = Pattern.compile("registered = (\\d+)");

    @Test
    void n31_the_agent_is_there_where_it_was_promised() {
        assertTrue(
                HubCase.hasAgent() || !Boolean.getBoolean("anyloop.agent"),
                "anyloop.agent is true, and no agent is in this virtual machine");
    }

    @Test
    void n31_data_wakes_a_reader_on_the_hubs_thread_without_another_thread() throws Exception {
        inHub(hub -> {
            requireJdkWaits();
            try (var ends = Ends.OfSocket.open()) {
                Ends.talk(ends);
                var reader = Greenlet.spawn(() -> Talk.hear(ends.here(), 1));
                Greenlet.idle();
                assertEquals(0, readersAtTheJdksPollers());
                Talk.say(ends.there(), "x");
                assertEquals("x", reader.get());
            }
        });
    }

    /// Each poller tells how many it has in hand where it describes itself, on every JDK.
    private static long readersAtTheJdksPollers() throws ReflectiveOperationException {
        long count = 0;
        var pollers =
                (Iterable<?>)
                        Class.forName("sun.nio.ch.Poller").getMethod("readPollers").invoke(null);
        for (Object poller : pollers) {
            Matcher described = REGISTERED.matcher(poller.toString());
            assertTrue(described.find(), poller.toString());
            count += Long.parseLong(described.group(1));
        }
        return count;
    }
}
