package io.anyloop.launcher;

import io.anyloop.spi.LoopProvider;
import io.anyloop.spi.LoopProvider.Kind;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// A loop that the project will have. It leaves the table when a provider of its name is found.
record LoopToCome(String name, Kind kind, String systems, String instead) {
    private static final List<LoopToCome> ALL =
            List.of(
                    new LoopToCome("kqueue", Kind.DRIVEN, "macOS, BSD", "select"),
                    new LoopToCome("iouring", Kind.DRIVEN, "Linux", "select"),
                    new LoopToCome("vertx", Kind.HOSTED, "every system", "executor"));

    static List<LoopToCome> notIn(List<LoopProvider> found) {
        Set<String> names = found.stream().map(LoopProvider::name).collect(Collectors.toSet());
        return ALL.stream().filter(loop -> !names.contains(loop.name)).toList();
    }

    String reason() {
        return "no: not part of this version yet; use " + instead + " meanwhile";
    }
}
