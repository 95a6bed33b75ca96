package io.anyloop.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// A stream line by line, each given as soon as it is complete. Half a line survives that its reader is killed or runs out
/// of time: the next one gets it whole.
final class Lines implements Iterator<String> {
    private static final int SIZE = 4096;

    private final Reader reader;
    private final char[] chars = new char[SIZE];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int end;
    private boolean afterReturn;
    private boolean ended;
    private String next;

    Lines(InputStream stream, Charset charset) {
        this.reader = new InputStreamReader(stream, charset);
    }

    @Override
    public boolean hasNext() {
        while (next == null && !ended) {
            if (position == end) {
                fill();
            } else {
                scan();
            }
        }
        return next != null;
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException("The stream has ended.");
        }
        String found = next;
        next = null;
        return found;
    }

    private void fill() {
        int count;
        try {
            count = reader.read(chars, 0, SIZE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        position = 0;
        end = Math.max(0, count);
        if (count < 0) {
            ended = true;
            if (line.length() > 0) {
                endLine();
            }
        }
    }

    /// Takes characters up to the end of a line: \n, \r, or \r\n.
    private void scan() {
        while (position < end && next == null) {
            char c = chars[position++];
            if (c == '\n' && afterReturn) {
                afterReturn = false;
            } else if (c == '\n' || c == '\r') {
                afterReturn = c == '\r';
                endLine();
            } else {
                afterReturn = false;
                line.append(c);
            }
        }
    }

    private void endLine() {
        next = line.toString();
        line.setLength(0);
    }
}
