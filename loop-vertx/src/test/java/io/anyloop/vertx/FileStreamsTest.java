package io.anyloop.vertx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.file.AsyncFile;
import io.vertx.core.file.OpenOptions;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of Vert.x's, which it guards by locks that its callbacks take as well.
@ParameterizedClass(name = "{0}, event loops: {1}")
@MethodSource("places")
class FileStreamsTest extends OnEachVertx {

    @Test
    void a_file_is_written_and_read_and_no_greenlet_holds_its_lock(@TempDir Path folder) {
        String path = folder.resolve("numbers").toString();
        var writers = ConcurrentHashMap.<Thread>newKeySet();
        inGreenlet(() -> {
            AsyncFile file = VertxFutures.await(vertx.fileSystem().open(path, new OpenOptions()));
            var told =
                    (AsyncFile)
                            Proxy.newProxyInstance(
                                    AsyncFile.class.getClassLoader(),
                                    new Class<?>[] {AsyncFile.class},
                                    (_, method, arguments) -> {
                                        if (method.getName().equals("write")) {
                                            writers.add(Thread.currentThread());
                                        }
                                        return method.invoke(file, arguments);
                                    });
            file.setWriteQueueMaxSize(100);
            for (int i = 0; i < 1_000; i++) {
                VertxStreams.write(told, Buffer.buffer("%04d".formatted(i)));
            }
            VertxFutures.await(file.close());
            return null;
        });
        assertEquals(1, writers.size());
        assertFalse(writers.iterator().next().isVirtual(), "a greenlet has written");
        String read =
                inGreenlet(() -> {
                    var all = Buffer.buffer();
                    AsyncFile file =
                            VertxFutures.await(vertx.fileSystem().open(path, new OpenOptions()));
                    VertxStreams.items(file.setReadBufferSize(100)).forEach(all::appendBuffer);
                    return all.toString();
                });
        assertEquals(
                IntStream.range(0, 1_000).mapToObj("%04d"::formatted).collect(Collectors.joining()),
                read);
    }
}
