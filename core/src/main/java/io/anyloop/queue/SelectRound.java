package io.anyloop.queue;

import io.anyloop.waiting.Line;
import io.anyloop.waiting.Place;
import io.anyloop.waiting.Waiter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// One try of a select to make one of its choices: now, or by standing in all lines with one waiter.
///
/// Holds the guards of all its queues and channels at once, entered in the order of their numbers, so that two selects
/// cannot wait for each other. So while it looks it stands in no line itself, and meeting another select needs one claim
/// only, that of the other one's waiter. If each stood in some lines while it looked into others, two claims would have to
/// succeed together, and be undone if only one did.
final class SelectRound<R> {
    private final List<Bid<?, R>> bids = new ArrayList<>();
    private final List<Handover<?>> exchanges;

    SelectRound(List<Choice<? extends R>> choices) {
        for (Choice<? extends R> choice : choices) {
            bids.add(SelectRound.<R>widened(choice).bid());
        }
        exchanges =
                choices.stream()
                        .<Handover<?>>map(choice -> choice.exchange)
                        .distinct()
                        .sorted(Comparator.comparingLong(Handover::number))
                        .toList();
    }

    @SuppressWarnings("unchecked") // A choice only gives results.
    private static <R> Choice<R> widened(Choice<? extends R> choice) {
        return (Choice<R>) choice;
    }

    /// Makes a choice if one is possible now.
    ///
    /// @param waiter stands in line otherwise; null for nobody
    /// @return the one that is chosen, or null
    /// @throws ShutDownException if no choice is possible for good
    Bid<?, R> choose(Waiter waiter) {
        while (true) {
            boolean isUnsorted;
            enterAll();
            try {
                Bid<?, R> chosen = chooseHere();
                if (chosen != null) {
                    return chosen;
                }
                isUnsorted = bids.stream().anyMatch(Bid::isUnsorted);
                if (!isUnsorted && waiter != null && !isOver()) {
                    bids.forEach(bid -> bid.stand(waiter));
                }
            } finally {
                exitAllAndResume();
            }
            if (isOver()) {
                throw new ShutDownException(
                        "Everything that was to be selected from was shut down: "
                                + exchanges
                                + ". Nothing can be chosen any more.");
            }
            if (!isUnsorted) {
                return null;
            }
            bids.forEach(Bid::sort);
        }
    }

    /// The one that was chosen longest ago is tried first, so that each gets its turn.
    private Bid<?, R> chooseHere() {
        bids.sort(Comparator.comparingLong(Bid::chosenAt));
        for (Bid<?, R> bid : bids) {
            if (bid.attempt()) {
                bid.chosenAt(bids.getLast().chosenAt() + 1);
                return bid;
            }
        }
        return null;
    }

    private boolean isOver() {
        return bids.stream().allMatch(Bid::isLeftOut);
    }

    /// Leaves all lines.
    ///
    /// @return the one that was chosen, or null
    Bid<?, R> leave() {
        Bid<?, R> chosen = null;
        for (Bid<?, R> bid : bids) {
            if (bid.leave()) {
                chosen = bid;
            }
        }
        return chosen;
    }

    private void enterAll() {
        for (Handover<?> exchange : exchanges) {
            exchange.enterGuard();
        }
    }

    private void exitAllAndResume() {
        List<Place> claimed = new ArrayList<>();
        for (Handover<?> exchange : exchanges) {
            Place all = exchange.takeClaimed();
            if (all != null) {
                claimed.add(all);
            }
            exchange.exitGuard();
        }
        claimed.forEach(Line::resumeAll);
    }
}
