package io.anyloop.tck;
abstract class ContextCases extends Cases {
    ContextCases(GreenletContract contract) {
        super(contract);
    }
}
