package io.anyloop.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.DoubleStream;

/// Numbers that were measured one after the other: their median and their spread.
final class Samples {
    private final double[] inOrder;

    Samples(double... inOrder) {
        if (inOrder.length == 0) {
            throw new IllegalArgumentException("Nothing was measured.");
        }
        this.inOrder = inOrder.clone();
    }

    static Samples of(List<Double> inOrder) {
        return new Samples(inOrder.stream().mapToDouble(Double::doubleValue).toArray());
    }

    double median() {
        double[] sorted = DoubleStream.of(inOrder).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    double min() {
        return DoubleStream.of(inOrder).min().getAsDouble();
    }

    double max() {
        return DoubleStream.of(inOrder).max().getAsDouble();
    }

    /// The quotient of each of these and the other that was measured beside it.
    Samples dividedBy(Samples other) {
        double[] quotients = new double[inOrder.length];
        for (int i = 0; i < quotients.length; i++) {
            quotients[i] = inOrder[i] / other.inOrder[i];
        }
        return new Samples(quotients);
    }

    /// By how much each of these is more than the other that was measured beside it.
    Samples minus(Samples other) {
        double[] differences = new double[inOrder.length];
        for (int i = 0; i < differences.length; i++) {
            differences[i] = inOrder[i] - other.inOrder[i];
        }
        return new Samples(differences);
    }

    /// Median and spread, for people.
    String text() {
        return text(0);
    }

    /// As [#text()], with digits after the point.
    String text(int digits) {
        String number = "%." + digits + "f";
        return String.format(
                Locale.ROOT, number + " (" + number + "-" + number + ")", median(), min(), max());
    }

    /// Each of these times a factor, for other units.
    Samples times(double factor) {
        return new Samples(DoubleStream.of(inOrder).map(value -> value * factor).toArray());
    }

    /// Median, spread and each sample, for [Json].
    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("median", median());
        json.put("least", min());
        json.put("most", max());
        json.put("samples", DoubleStream.of(inOrder).boxed().toList());
        return json;
    }
}
