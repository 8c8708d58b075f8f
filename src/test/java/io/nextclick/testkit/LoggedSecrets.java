package io.nextclick.testkit;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.LoggerConfig;
import org.apache.logging.log4j.core.config.Property;

/** Lines of this process's log that have a secret in them, in the message or in a stack trace. */
public final class LoggedSecrets implements AutoCloseable {

    /** What is busy is looked at as it is set in production; what has secrets, to the last line. */
    private static final Map<String, Level> LOGGERS =
            Map.of(
                    "io.nextclick", Level.TRACE,
                    "kafka", Level.INFO,
                    "org.apache", Level.INFO,
                    "org.apache.flink.connector.kafka", Level.TRACE,
                    "org.apache.kafka.common.config", Level.TRACE,
                    "org.apache.kafka.common.security", Level.TRACE);

    private final ConcurrentLinkedQueue<String> found = new ConcurrentLinkedQueue<>();
    private final AtomicLong lines = new AtomicLong();
    private final LoggerContext context = (LoggerContext) LogManager.getContext(false);
    private final Searcher searcher;

    /** Begins to look. */
    public LoggedSecrets(Supplier<List<String>> secrets) {
        searcher = new Searcher(secrets);
        searcher.start();
        Configuration configuration = context.getConfiguration();
        LOGGERS.forEach(
                (name, level) -> {
                    LoggerConfig logger = new LoggerConfig(name, level, false);
                    logger.addAppender(searcher, level, null);
                    configuration.addLogger(name, logger);
                });
        context.updateLoggers();
    }

    /** The lines. */
    public List<String> found() {
        return List.copyOf(found);
    }

    /** How many lines were looked at. */
    public long lines() {
        return lines.get();
    }

    @Override
    public void close() {
        LOGGERS.keySet().forEach(context.getConfiguration()::removeLogger);
        context.updateLoggers();
        searcher.stop();
    }

    private final class Searcher extends AbstractAppender {

        private final Supplier<List<String>> secrets;

        private Searcher(Supplier<List<String>> secrets) {
            super("secrets", null, null, false, Property.EMPTY_ARRAY);
            this.secrets = secrets;
        }

        @Override
        public void append(LogEvent event) {
            lines.incrementAndGet();
            StringWriter line = new StringWriter();
            line.append(event.getLoggerName()).append(' ');
            line.append(event.getMessage().getFormattedMessage());
            if (event.getThrown() != null) {
                event.getThrown().printStackTrace(new PrintWriter(line));
            }
            String text = line.toString();
            if (secrets.get().stream().anyMatch(text::contains)) {
                found.add(text);
            }
        }
    }
}
