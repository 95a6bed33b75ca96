package io.anyloop.tck.setup;

import java.io.Serial;
import org.opentest4j.AssertionFailedError;

/// A case did not end, and was given up. The message is long: it shows all that was going on.
public final class CaseHung extends AssertionFailedError {
    @Serial private static final long serialVersionUID = 1;

    /// For who runs cases.
    ///
    /// @param message what hung, and what was going on
    public CaseHung(String message) {
        super(message);
    }
}
