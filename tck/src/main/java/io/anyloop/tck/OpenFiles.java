package io.anyloop.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.LongStream;

/// The descriptors that this process has open, where a system lists them.
final class OpenFiles {
    private static final Path LIST = Path.of("/dev/fd");

    private static final int LOOKS = 10;

    private OpenFiles() {}

    /// How many there are; always 0 where the system does not tell. That is so on Windows, and under Wine too: its list is
    /// that of the system underneath, where Wine opens and closes what it needs.
    static long count() {
        if (HubCase.isWindows() || !Files.isDirectory(LIST)) {
            return 0;
        }
        try (var all = Files.list(LIST)) {
            return all.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The least of some looks: now and then the virtual machine has a file of its own open, for a moment.
    static long least() {
        return LongStream.generate(OpenFiles::count).limit(LOOKS).min().orElseThrow();
    }
}
