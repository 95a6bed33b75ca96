package io.anyloop.port;

import io.anyloop.kernel.Registrations;
import io.anyloop.spi.Capability;
import io.anyloop.spi.Loop;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A hub's waits for descriptors, by the descriptor's number. Hub's thread only.
public final class DescriptorTable implements Registrations {
    private static final int CHUNK_BITS = 10;
    private static final int CHUNK = 1 << CHUNK_BITS;

    /// Whether the loop can watch a descriptor at all, and from its first wait to its end.
    final boolean watches;

    final boolean keeps;

    /// Whether a wait costs less than a read that finds nothing.
    final boolean armsFree;

    /// Whether the JDK's waits can come here: a simulated loop has descriptors of its own, and knows none of the system's.
    final boolean servesJdk;

    /// The wait of the JDK's that has begun last, until another one runs.
    JdkWait jdkWait;

    private final Loop loop;
    private final List<DescriptorWaits> unsettled = new ArrayList<>();
    private int waits;
    private DescriptorWaits[][] chunks = new DescriptorWaits[16][];

    public DescriptorTable(Loop loop) {
        this.loop = loop;
        this.watches = loop.capabilities().contains(Capability.DESCRIPTORS);
        this.servesJdk = watches && !loop.capabilities().contains(Capability.VIRTUAL_TIME);
        this.keeps = loop.capabilities().contains(Capability.KEEP);
        this.armsFree = loop.capabilities().contains(Capability.FREE_ARMING);
    }

    /// Whether the JDK's own waits may come here.
    public boolean servesJdk() {
        return servesJdk;
    }

    /// The waits for a descriptor.
    public DescriptorWaits at(int descriptor) {
        if (descriptor < 0) {
            throw new IllegalArgumentException(
                    "A descriptor cannot be negative, this is %d: is the channel closed?"
                            .formatted(descriptor));
        }
        if (!watches) {
            throw new UnsupportedOperationException(
                    "The loop %s watches no descriptors. Open the hub on one that does, for example select."
                            .formatted(loop.name()));
        }
        int chunk = descriptor >> CHUNK_BITS;
        if (chunk >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(chunk + 1, chunks.length * 2));
        }
        if (chunks[chunk] == null) {
            chunks[chunk] = new DescriptorWaits[CHUNK];
        }
        DescriptorWaits[] row = chunks[chunk];
        int column = descriptor & (CHUNK - 1);
        if (row[column] == null) {
            row[column] = new DescriptorWaits(this, loop, descriptor);
        }
        return row[column];
    }

    /// What the JDK waits for, and knows; null if it has not waited for that descriptor here.
    KeptWatch jdkAt(int descriptor) {
        int chunk = descriptor >> CHUNK_BITS;
        if (descriptor < 0 || chunk >= chunks.length || chunks[chunk] == null) {
            return null;
        }
        DescriptorWaits found = chunks[chunk][descriptor & (CHUNK - 1)];
        return found == null ? null : found.jdk();
    }

    void unsettled(DescriptorWaits waits) {
        unsettled.add(waits);
    }

    void entered() {
        waits++;
    }

    void left() {
        waits--;
    }

    /// Whether somebody waits for a descriptor, so that the world outside may still wake a greenlet.
    public boolean isWaitedFor() {
        return waits > 0;
    }

    /// Tells the loop what is waited for now. On the loop's own thread, outside any greenlet, and once for all that changed.
    public void settle() {
        try {
            for (int i = 0; i < unsettled.size(); i++) {
                unsettled.get(i).settle();
            }
        } finally {
            unsettled.clear();
        }
    }

    public boolean isSettled() {
        return unsettled.isEmpty();
    }
}
