package io.anyloop.agent;

import java.util.ArrayList;
import java.util.List;

/// Whether a copy of Anyloop has what the hook calls.
final class PortCheck {
    private PortCheck() {}

    /// The methods of an interface that a class does not have itself, by name.
    static List<String> missing(byte[] port, byte[] scheduler) {
        ClassBytes there = new ClassBytes(scheduler);
        List<String> missing = new ArrayList<>();
        for (ClassBytes.Member method : new ClassBytes(port).methods()) {
            if (!there.hasMethod(method.signature())) {
                missing.add(method.name());
            }
        }
        return missing;
    }
}
