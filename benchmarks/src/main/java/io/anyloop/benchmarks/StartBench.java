package io.anyloop.benchmarks;

import io.anyloop.benchmarks.BarChart.Bar;
import io.anyloop.benchmarks.BarChart.Panel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// `bench start`: how long a small program takes from its start to its end, with the agent and without, and what a server has cost
/// when it has answered ([FirstAnswers]).
final class StartBench {
    private static final String WALL = "ms";
    private static final double TARGET_MILLIS = 150;
    private static final String ROW = "%-38s %22s";

    private final Program plain = new Program("nothing, no agent", FirstWait.NONE, List.of());
    private final Program empty =
            new Program(
                    "nothing, an agent that does nothing",
                    FirstWait.NONE,
                    List.of(agent(EmptyAgent.jar())));
    private final Program idle =
            new Program("nothing, Anyloop's agent", FirstWait.NONE, List.of(agent(Places.agent())));
    private final Program stock =
            new Program("a virtual thread waits, no agent", "stock", List.of());
    private final Program hub =
            new Program("a hub waits, no agent", "greenlets", Forked.flags(false));
    private final Program hubWithAgent =
            new Program("a hub waits, with the agent", "greenlets", withAgent());
    private final List<Program> programs = List.of(plain, empty, idle, stock, hub, hubWithAgent);

    private final Rounds rounds;
    private final Scores scores = new Scores();
    private final FirstAnswers answers;

    /// @param name for people
    /// @param side what [FirstWait] is told
    /// @param flags of its JVM
    private record Program(String name, String side, List<String> flags) {}

    StartBench(boolean quick) throws IOException {
        rounds = Rounds.of(quick);
        answers = new FirstAnswers(rounds);
    }

    private static String agent(Path jar) {
        return "-javaagent:" + jar;
    }

    private static List<String> withAgent() {
        List<String> flags = new ArrayList<>(Forked.flags(false));
        flags.add(agent(Places.agent()));
        return flags;
    }

    void run() throws Exception {
        Environment.print();
        for (Program program : programs) {
            time(program); // once, so that its files are in memory
        }
        rounds.run(programs, program -> scores.add(program.name(), WALL, time(program)));
        IO.println(row("a program that does", "ms from start to end"));
        for (Program program : programs) {
            IO.println(row(program.name(), wall(program).text()));
        }
        IO.println(
                "the agent, nothing done, beside an empty one: "
                        + scores.ratio(idle.name(), empty.name(), WALL).text(2));
        Samples cost = wall(hubWithAgent).minus(wall(hub));
        IO.println(
                "the agent, a hub that waits: %s ms more; target <= %.0f: %s"
                        .formatted(
                                cost.text(),
                                TARGET_MILLIS,
                                cost.median() <= TARGET_MILLIS ? "met" : "MISSED"));
        IO.println(rounds.note());
        IO.println();
        answers.run();
        new Protocol("start", rounds.count(), rounds.quick())
                .put("results", results(cost))
                .write(chart());
    }

    private static double time(Program program) throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Forked.run(program.flags(), FirstWait.class, program.side());
        return (System.nanoTime() - begin) * 1e-6;
    }

    private Samples wall(Program program) {
        return scores.of(program.name(), WALL);
    }

    private Map<String, Object> results(Samples cost) {
        Map<String, Object> results = new LinkedHashMap<>();
        programs.forEach(
                program -> results.put(program.name() + ", milliseconds", wall(program).json()));
        results.put("the agent, a hub that waits, milliseconds more", cost.json());
        results.put("servers", answers.results());
        return results;
    }

    private BarChart chart() {
        List<Bar> bars =
                programs.stream().map(program -> new Bar(program.name(), wall(program))).toList();
        List<Panel> panels = new ArrayList<>(answers.panels());
        panels.addFirst(new Panel("from its start to its end, ms", 1, bars));
        return new BarChart("A program that starts; " + rounds.note(), panels);
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }
}
