package io.anyloop.tck;
abstract class HubGroupCases extends Cases {
    HubGroupCases(GreenletContract contract) {
        super(contract);
    }
}
