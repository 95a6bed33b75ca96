package io.anyloop.base;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class LogsTest {
    /// As the JDK's own does for good, once it could not open a file that it needs.
    private static final class Failing extends Handler {
        @Override
        public void publish(LogRecord line) {
            throw new NoClassDefFoundError("Could not initialize class ZoneInfoFile");
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void a_logger_that_fails_harms_nobody_and_what_it_was_told_is_not_lost() {
        var heard = new ByteArrayOutputStream();
        PrintStream usual = System.err;
        var logger = Logger.getLogger("io.anyloop");
        var failing = new Failing();
        logger.addHandler(failing);
        logger.setUseParentHandlers(false);
        System.setErr(new PrintStream(heard, true));
        try {
            Logs.log(System.Logger.Level.ERROR, "This matters.", new IllegalStateException("why"));
        } finally {
            System.setErr(usual);
            logger.setUseParentHandlers(true);
            logger.removeHandler(failing);
        }
        String text = heard.toString();
        assertTrue(text.contains("This matters."), text);
        assertTrue(text.contains("why"), text);
        assertTrue(text.contains("ZoneInfoFile"), text);
    }
}
