package io.anyloop.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.run.Started.Ended;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Threads that a program makes come to hubs.
class AdoptTest {
    private static List<String> lines(String options, String... program) throws Exception {
        Ended ended = Started.byJar("--loop select " + options, program).end();
        assertEquals(0, ended.code(), ended.out());
        return ended.lines();
    }

    private static String of(List<String> lines, String begin) {
        return lines.stream()
                .filter(line -> line.startsWith(begin + " "))
                .findFirst()
                .map(line -> line.substring(begin.length() + 1))
                .orElseThrow(() -> new AssertionError(begin + " is not in " + lines));
    }

    /// As where a container's JAVA_TOOL_OPTIONS has the agent already.
    @Test
    void options_of_a_second_agent_are_said_to_come_too_late() throws Exception {
        String agent = "-javaagent:" + Started.JAR;
        var program =
                List.of("-cp", Started.CLASSES.toString(), Unmodified.class.getName(), "where");
        var twice = new ArrayList<>(List.of(agent, agent + "=adopt"));
        twice.addAll(program);
        Ended flags = Started.java(twice).end();
        assertEquals(0, flags.code());
        assertTrue(flags.lines().getFirst().contains("the agent was there already"), flags.out());
        assertTrue(flags.lines().contains("main main no hub"), flags.out());

        var beside =
                new ArrayList<>(List.of(agent, "-jar", Started.JAR.toString(), "--adopt", "--"));
        beside.addAll(program);
        Ended command = Started.java(beside).end();
        assertEquals(2, command.code());
        assertTrue(command.out().contains("the agent was there already"), command.out());
    }

    @Test
    void virtual_threads_are_dealt_to_the_hubs_in_turn() throws Exception {
        List<String> lines = lines("--adopt --hubs 2", "where");
        List<String> dealt = lines.stream().filter(line -> line.startsWith("virtual ")).toList();
        assertEquals(4, dealt.size());
        assertEquals(dealt.get(0), dealt.get(2));
        assertEquals(dealt.get(1), dealt.get(3));
        assertEquals(
                2,
                Stream.of(dealt.get(0), dealt.get(1), "virtual hub-1", "virtual hub-2")
                        .distinct()
                        .count());
    }

    @Test
    void also_those_that_other_threads_and_executors_make() throws Exception {
        List<String> lines = lines("--adopt", "where");
        assertTrue(of(lines, "of platform").startsWith("hub-"), lines.toString());
        assertTrue(of(lines, "executor").startsWith("hub-"), lines.toString());
    }

    @Test
    void as_an_agent_alone_too() throws Exception {
        List<String> lines = Started.byAgent("adopt,loop=select,hubs=1", "where").end().lines();
        assertEquals("hub-1", of(lines, "main main"));
        assertEquals("hub-1", of(lines, "of platform"));
    }

    @Test
    void pools_keep_threads_of_the_system_unless_asked_for() throws Exception {
        List<String> lines = lines("--adopt", "pools");
        assertTrue(of(lines, "fixed").endsWith("no hub"), lines.toString());
    }

    @Test
    void pools_come_to_hubs_with_the_names_of_their_threads() throws Exception {
        List<String> lines = lines("--adopt=pools", "pools");
        assertTrue(of(lines, "fixed").matches("pool-\\d+-thread-1 hub-\\d"), lines.toString());
        assertTrue(of(lines, "cached").startsWith("hub-"), lines.toString());
        assertTrue(of(lines, "single").startsWith("hub-"), lines.toString());
    }

    @Test
    void what_stays_is_told_once() throws Exception {
        List<String> lines = lines("--adopt=pools", "pools");
        for (String kind : List.of("scheduled", "own", "work stealing")) {
            assertEquals("no hub", of(lines, kind));
        }
        long told =
                lines.stream().filter(line -> line.contains("keeps threads of the system")).count();
        assertEquals(1, told, lines.toString());
        assertTrue(
                lines.stream().anyMatch(line -> line.contains("Unmodified$OwnFactory")),
                lines.toString());
    }

    @Test
    void classes_can_be_left_alone() throws Exception {
        List<String> lines = lines("--adopt=pools --leave=org.other:io.anyloop.run", "pools");
        assertTrue(of(lines, "fixed").endsWith("no hub"), lines.toString());
    }

    @Test
    void a_pool_keeps_the_program_going_as_ever() throws Exception {
        assertEquals(List.of("main ends", "the pool ends"), lines("--adopt=pools", "poolGoesOn"));
    }

    @Test
    void threads_that_compute_do_not_hold_up_the_others() throws Exception {
        List<String> lines = lines("--adopt --hubs 1", "spin", "3", "0");
        assertTrue(lines.contains("main goes on"), lines.toString());
    }

    @Test
    void that_two_run_at_once_is_told_once_for_each_place() throws Exception {
        String said = said("--adopt --hubs 1", "1");
        assertEquals(1, count(said, "this one waits, two run at once."), said);
        assertTrue(said.contains("Unmodified.compute("), said);
    }

    @Test
    void each_is_told_where_blocking_is_looked_for() throws Exception {
        String said = said("--adopt --hubs 1 --detect-blocking=100ms", "3");
        assertTrue(count(said, "this one waits, two run at once.") >= 3, said);
    }

    private static String said(String options, String reports) throws Exception {
        String said = Started.byJar("--loop select " + options, "spin", "3", reports).end().out();
        assertTrue(said.contains("all logged"), said);
        return said;
    }

    private static int count(String text, String part) {
        return text.split(part, -1).length - 1;
    }
}
