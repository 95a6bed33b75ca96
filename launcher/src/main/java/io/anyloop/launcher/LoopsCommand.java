package io.anyloop.launcher;

import io.anyloop.Loops;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "loops",
        description = "Show every loop of the project: which are available, which is chosen.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "The most preferred loop that is available is chosen, or one of a list of yours:",
            "  anyloop loops -Danyloop.loop=epoll,select",
            "  ANYLOOP_LOOP=epoll,select anyloop loops"
        })
final class LoopsCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;

    /// The loops' own refusals say what was seen and what to do, so they are all that is printed.
    @Override
    public Integer call() {
        try {
            PrintWriter out = spec.commandLine().getOut();
            out.print(LoopTable.of(Loops.all(), Loops.choose()));
            out.flush();
            return ExitCode.OK;
        } catch (IllegalStateException | IllegalArgumentException e) {
            spec.commandLine().getErr().println(e.getMessage().strip());
            return ExitCode.USAGE;
        }
    }
}
