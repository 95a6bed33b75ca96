package io.anyloop.launcher;

import picocli.CommandLine;

/// The command `tck` as a program of its own: what the one jar with everything in it starts.
public final class Tck {
    private Tck() {}

    /// Judges loops and exits, as [Anyloop#main] with `tck`.
    ///
    /// @param arguments of the command line, without the word `tck`
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new TckCommand()).setCommandName("java -jar anyloop-tck-all.jar");
    }
}
