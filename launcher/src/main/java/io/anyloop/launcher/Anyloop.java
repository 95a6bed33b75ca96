package io.anyloop.launcher;

import io.anyloop.Hub;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// The command `anyloop`.
@Command(
        name = "anyloop",
        description = "Greenlets on virtual threads, scheduled by one event loop you choose.",
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Anyloop.Version.class,
        subcommands = {LoopsCommand.class, TckCommand.class, SoakCommand.class, HelpCommand.class},
        footer = {
            "",
            "Started from the sources, as ./anyloop, there are also:",
            "  run     Run a program of somebody else's on hubs, as it is; run --help.",
            "  doctor  Tell what is there for hubs, what is not well, and what to do.",
            "  demo    Run the example programs on every loop; demo select on that one.",
            "          demo beer: a service with HTTP, PostgreSQL and AMQP on one hub.",
            "  bench   Run the benchmarks."
        })
public final class Anyloop implements Runnable {
    @Spec private CommandSpec spec;

    Anyloop() {}

    /// Runs the command and exits: with 0 if all went well, with 1 if a case failed, with 2 if what was asked for
    /// cannot be done.
    ///
    /// @param arguments of the command line
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Anyloop());
    }

    /// As Java's own option, for those who give it to us.
    @Option(names = "-D", scope = ScopeType.INHERIT, hidden = true)
    void setProperties(Map<String, String> properties) {
        properties.forEach(System::setProperty);
    }

    /// Without a command it shows what there is.
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Hub.class.getPackage().getImplementationVersion();
            return new String[] {
                "Anyloop " + (version == null ? "that is not packaged" : version),
                "Java ${java.runtime.version}, ${java.vendor}",
                "${os.name} ${os.version}, ${os.arch}"
            };
        }
    }
}
