package io.anyloop.tck;

import io.anyloop.HubBuilder;
import io.anyloop.spi.Loop;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayNameGeneration;

/// One area of [GreenletContract]: what its cases are written with.
@DisplayNameGeneration(BehaviourNames.class)
abstract class Cases {
    final GreenletContract contract;

    Cases(GreenletContract contract) {
        this.contract = contract;
    }

    /// Runs a case as the first greenlet of a fresh hub. On a simulated loop that hub is a closed
    /// world, so that a case which cannot go on fails at once.
    void inHub(HubCase.Body body) throws Exception {
        inHub(options -> {}, body);
    }

    void inHub(Consumer<HubBuilder> options, HubCase.Body body) throws Exception {
        HubCase.judge(contract, options, loop -> loop, inside(body));
    }

    /// As [#inHub(HubCase.Body)], for a case that may take longer than others, or not as long.
    void inHub(Duration limit, HubCase.Body body) throws Exception {
        HubCase.judge(contract, options -> {}, loop -> loop, limit, inside(body));
    }

    private static HubCase.Body inside(HubCase.Body body) {
        return hub -> hub.hub().call(() -> body.run(hub));
    }

    /// Runs a case on a plain thread beside a fresh hub.
    void besideHub(HubCase.Body body) throws Exception {
        besideHub(options -> {}, body);
    }

    void besideHub(Consumer<HubBuilder> options, HubCase.Body body) throws Exception {
        besideHub(options, loop -> loop, body);
    }

    void besideHub(Consumer<HubBuilder> options, UnaryOperator<Loop> wrapper, HubCase.Body body)
            throws Exception {
        HubCase.judge(contract, HubCase.OPEN_WORLD.andThen(options), wrapper, body);
    }
}
