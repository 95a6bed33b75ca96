package io.anyloop.tck;
abstract class ProcessCases extends Cases {
    ProcessCases(GreenletContract contract) {
        super(contract);
    }
}
