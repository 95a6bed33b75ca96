package io.anyloop.tck;
abstract class ExecutorCases extends Cases {
    ExecutorCases(GreenletContract contract) {
        super(contract);
    }
}
