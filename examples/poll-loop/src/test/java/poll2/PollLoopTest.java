package poll2;
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

class PollLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new PollLoopProvider();
    }
}
