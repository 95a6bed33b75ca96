package io.anyloop.tck;
abstract class ChannelReadinessCases extends Cases {
    ChannelReadinessCases(GreenletContract contract) {
        super(contract);
    }
}
