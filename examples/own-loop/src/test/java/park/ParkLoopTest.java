package park;

// @start region="contract"
import io.anyloop.spi.LoopProvider;
import io.anyloop.tck.LoopContract;

class ParkLoopTest extends LoopContract {
    @Override
    protected LoopProvider provider() {
        return new ParkLoopProvider();
    }
}
// @end
