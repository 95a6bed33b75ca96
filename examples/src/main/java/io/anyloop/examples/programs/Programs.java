package io.anyloop.examples.programs;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/// Runs one of the programs by its name.
enum Programs {
    CRAWLER("URL", "reads all pages of a site", Crawler::main, 1),
    JOBS("", "does jobs again and again, for twenty seconds", _ -> Jobs.main(), 0),
    LOAD(
            "URL CLIENTS SECONDS",
            "asks a web server, and tells how long it took",
            LoadGenerator::main,
            3),
    PORTS("[FIRST LAST]", "which ports of this machine are open", PortScan::main, 0),
    PROXY("PORT HOST PORT", "passes connections on, until they are killed", Proxy::main, 3),
    RATE("", "twenty calls, of which ten a second are let through", _ -> RateLimiter.main(), 0),
    WEBCHAT("[PORT]", "a chat with a page", WebChat::main, 0);

    /// The main method of a program.
    private interface Main {
        void run(String... args) throws Exception;
    }

    private final String arguments;
    private final String what;
    private final Main main;
    private final int least;

    Programs(String arguments, String what, Main main, int least) {
        this.arguments = arguments;
        this.what = what;
        this.main = main;
        this.least = least;
    }

    static void main(String... args) throws Exception {
        for (Programs program : values()) {
            boolean meant = args.length > 0 && args[0].equalsIgnoreCase(program.name());
            if (meant && args.length > program.least) {
                program.main.run(Arrays.copyOfRange(args, 1, args.length));
                return;
            }
        }
        System.err.println(usage());
        System.exit(2);
    }

    static String usage() {
        return Arrays.stream(values())
                .map(each ->
                        "  ./anyloop example %-8s%-21s%s"
                                .formatted(
                                        each.name().toLowerCase(Locale.ROOT),
                                        each.arguments,
                                        each.what))
                .collect(
                        Collectors.joining(
                                "\n", "Name one of the programs, and its arguments:\n", ""));
    }
}
