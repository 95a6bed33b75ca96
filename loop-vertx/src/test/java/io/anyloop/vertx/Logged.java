package io.anyloop.vertx;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.LoggerFactory;

/// What is logged meanwhile, warnings and worse: Vert.x's by Logback, Anyloop's by the JDK's own. Without what a machine that is
/// busy gives rise to.
final class Logged implements AutoCloseable {
    /// A hub that another thread of the process keeps waiting, and a callback that meets a lock of the JDK's (it opens a jar): on a
    /// machine that gives the holder no processor.
    private static final List<String> BUSY =
            List.of(" did nothing else for ", " waits for a lock in a callback");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final ch.qos.logback.classic.Logger vertxs =
            (ch.qos.logback.classic.Logger) LoggerFactory.getLogger("ROOT");
    private final Logger ours = Logger.getLogger("");
    private final AppenderBase<ILoggingEvent> appender =
            new AppenderBase<>() {
                @Override
                protected void append(ILoggingEvent event) {
                    if (event.getLevel().isGreaterOrEqual(Level.WARN)
                            && !event.getLoggerName().endsWith(".BlockedThreadChecker")) {
                        lines.add(event.getLevel() + " " + event.getFormattedMessage());
                    }
                }
            };
    private final Handler handler =
            new Handler() {
                @Override
                public void publish(LogRecord line) {
                    if (line.getLevel().intValue() >= java.util.logging.Level.WARNING.intValue()
                            && BUSY.stream().noneMatch(line.getMessage()::contains)) {
                        lines.add(line.getLevel() + " " + line.getMessage());
                    }
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    Logged() {
        appender.start();
        vertxs.addAppender(appender);
        ours.addHandler(handler);
    }

    List<String> lines() {
        return lines;
    }

    @Override
    public void close() {
        vertxs.detachAppender(appender);
        ours.removeHandler(handler);
    }
}
