package io.anyloop.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// One line of the table: our side, the JDK's side, and how many times as fast ours has to be.
///
/// @param what for people
/// @param ours our side
/// @param peer the JDK's side
/// @param target how many times as fast as the peer; 0 if the line is only for information
record Comparison(String what, Measured ours, Measured peer, double target) {
    private static final int OTHERS = 10_000;

    static final List<Comparison> ALL =
            List.of(
                    switching("yield, one, Thread.yield", "threadYieldAlone"),
                    yielding(
                            "yield, one, Greenlet.yield", "greenletYieldAlone", "threadYieldAlone"),
                    switching("yield, two, Thread.yield", "threadYieldOfTwo"),
                    yielding(
                            "yield, two, Greenlet.yield", "greenletYieldOfTwo", "threadYieldOfTwo"),
                    switching("park/unpark hand-off", "handOff"),
                    new Comparison(
                            "spawn and finish",
                            Measured.greenlet("spawn"),
                            Measured.stock("spawn"),
                            0.8),
                    timeout("timeout, alone", 0, true, 3),
                    timeout("timeout, 10,000 pending", OTHERS, true, 3),
                    timeout("timeout, alone, peer keeps", 0, false, 0),
                    timeout("timeout, 10,000 pending, peer keeps", OTHERS, false, 0));

    static final List<Comparison> BYTE_BUF =
            List.of(
                    new Comparison(
                            "ByteBuf write, by a greenlet",
                            Measured.byteBuf("greenlet"),
                            Measured.byteBuf("eventLoop"),
                            0));

    /// What another Java does beside this one: on our side, each once and no worse than a few percent; and for information on the JDK's
    /// side, where it does the same.
    static List<Comparison> on(OtherJava other) {
        Map<Measured, Comparison> each = new LinkedHashMap<>();
        for (Comparison line : ALL) {
            Measured ours = line.ours();
            each.putIfAbsent(ours, new Comparison(line.what(), ours.on(other), ours, 0.97));
        }
        for (Comparison line : ALL) {
            Measured stock = line.peer();
            String what = "the JDK's own: " + stock.method();
            each.putIfAbsent(stock, new Comparison(what, stock.on(other), stock, 0));
        }
        return List.copyOf(each.values());
    }

    private static Comparison switching(String what, String method) {
        return yielding(what, method, method);
    }

    private static Comparison yielding(String what, String ours, String peer) {
        return new Comparison(what, Measured.greenlet(ours), Measured.stock(peer), 1);
    }

    private static Comparison timeout(String what, int pending, boolean remove, double target) {
        return new Comparison(
                what,
                Measured.greenletTimeout(pending),
                Measured.stockTimeout(pending, remove),
                target);
    }

    /// The verdict on a ratio.
    String verdict(double ratio) {
        if (target == 0) {
            return "";
        }
        return ratio >= target ? "met" : "MISSED";
    }
}
