package io.anyloop.tck;

import io.anyloop.Hub;
import io.anyloop.HubBuilder;
import io.anyloop.group.HubGroup;
import io.anyloop.spi.Loop;
import java.util.ArrayList;
import java.util.List;

/// Cases that need several hubs as one.
abstract class CasesOnGroups extends Cases {
    static final int HUBS = 3;

    CasesOnGroups(GreenletContract contract) {
        super(contract);
    }

    interface Trial {
        void with(HubCase hub, HubGroup group) throws Throwable;
    }

    /// The options of hubs on the loop under test; the loops go into a list, to be put away.
    HubBuilder options(List<Loop> opened) {
        try {
            Loop loop = contract.loops().openLoop();
            opened.add(loop);
            return Hub.builder().loop(loop).closedWorld(false);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /// A group on a plain thread, beside another hub.
    void onGroup(Trial trial) throws Exception {
        besideHub(hub -> {
            List<Loop> opened = new ArrayList<>();
            try (var group = HubGroup.open(HUBS, number -> options(opened))) {
                trial.with(hub, group);
            } finally {
                putAway(opened);
            }
        });
    }

    void putAway(List<Loop> opened) throws Exception {
        for (Loop loop : opened) {
            try {
                contract.loops().dispose(loop);
            } catch (RuntimeException e) {
                // Closed by its hub already.
            }
        }
    }
}
