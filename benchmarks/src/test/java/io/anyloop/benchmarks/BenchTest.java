package io.anyloop.benchmarks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What `./anyloop bench` is told.
class BenchTest {
    @Test
    void optionsComeInAnyOrder() {
        assertEquals(
                new Bench.Options(true, List.of("Go", "hub, "), 7, "", "", false),
                Bench.options(List.of("--only=Go", "--rounds=7", "--only=hub, ", "--quick")));
        assertEquals(
                new Bench.Options(false, List.of(), 0, "", "", false), Bench.options(List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--slow", "--rounds=0", "--rounds=-1", "--rounds=many", "--rounds="})
    void whatIsNotKnownIsRefused(String word) {
        var refused =
                assertThrows(IllegalArgumentException.class, () -> Bench.options(List.of(word)));
        assertEquals("Unknown option: " + word, refused.getMessage());
    }

    @Test
    void optionsOfOthersAreRefused() {
        var only = Bench.options(List.of("--only=Go"));
        only.check("echo");
        only.check("syscalls");
        assertThrows(IllegalArgumentException.class, () -> only.check("wake"));
        var rounds = Bench.options(List.of("--rounds=2"));
        rounds.check("echo");
        assertThrows(IllegalArgumentException.class, () -> rounds.check("syscalls"));
        var shared = Bench.options(List.of("--shared", "--only=hub", "--quick"));
        shared.check("echo");
        assertThrows(IllegalArgumentException.class, () -> shared.check("syscalls"));
        var sharedRounds = Bench.options(List.of("--shared", "--rounds=2"));
        assertThrows(IllegalArgumentException.class, () -> sharedRounds.check("echo"));
        var database = Bench.options(List.of("--database=postgresql://me@here/mine"));
        assertEquals("postgresql://me@here/mine", database.database());
        database.check("jdbc");
        assertThrows(IllegalArgumentException.class, () -> database.check("http"));
    }

    @Test
    void anotherJavaTakesPartWhereItIsAskedFor() throws Exception {
        var beside = Bench.options(List.of("--beside=" + System.getProperty("java.home")));
        beside.check("switch");
        beside.check("echo");
        assertThrows(IllegalArgumentException.class, () -> beside.check("wake"));
        OtherJava other = beside.other();
        assertEquals(Runtime.version().feature(), other.release());
        Comparison line = SwitchBench.Against.thisJava(other).comparisons().getFirst();
        assertEquals(other.program(), line.ours().java());
        assertEquals(Forked.java(), line.peer().java());
        assertEquals(line.ours().method(), line.peer().method());
    }

    @Test
    void whereNoJavaIsThatIsSaid(@TempDir Path empty) {
        var missing = assertThrows(Missing.class, () -> OtherJava.at(empty.toString()));
        assertTrue(missing.getMessage().contains(empty.toString()), missing::getMessage);
    }

    @Test
    void aDatabaseIsNeededAndSaidHow() {
        var missing = assertThrows(Missing.class, () -> new JdbcBench(true, ""));
        assertTrue(missing.getMessage().contains("--database=postgresql://"), missing::getMessage);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://here/mine",
                "postgresql://here/mine",
                "postgresql://me@here",
                "mine"
            })
    void whatNamesNoDatabaseIsRefused(String uri) {
        var refused = assertThrows(IllegalArgumentException.class, () -> new Database(uri));
        assertTrue(refused.getMessage().contains(uri), refused::getMessage);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theLimitAndNettyAlwaysTakePart() throws Exception {
        assumeTrue(Tools.has("cc"), "There is no C compiler here.");
        var peers = EchoPeer.choose(List.of("virtual")).peers();
        assertEquals(List.of(EchoPeer.C, EchoPeer.NETTY, EchoPeer.STOCK), EchoPeer.names(peers));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aPartThatNoNameHasIsRefused() {
        assumeTrue(Tools.has("cc"), "There is no C compiler here.");
        var refused = assertThrows(Missing.class, () -> EchoPeer.choose(List.of("vitrual")));
        assertTrue(refused.getMessage().contains("vitrual"), refused::getMessage);
        assertTrue(refused.getMessage().contains(EchoPeer.STOCK), refused::getMessage);
    }
}
