package io.anyloop.integration.cuts;

/// What came out for one library on one loop.
///
/// @param subject the library, and how it is used
/// @param loop the loop
/// @param asked how many rounds it should have been
/// @param tally the counts
record Row(String subject, String loop, int asked, Tally tally) {
    boolean isRight() {
        for (Count count : Count.values()) {
            if (count.isFailure() && tally.get(count) > 0) {
                return false;
            }
        }
        return tally.get(Count.ROUNDS) == asked && tally.get(Count.CUT) > 0;
    }

    @Override
    public String toString() {
        return "%s on %s, %d rounds: %s".formatted(subject, loop, asked, tally);
    }
}
