package shop;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.anyloop.junit.OnHub;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@OnHub
class PricesTest {
    @Test
    void nine_of_ten_shops_hear_a_price() throws IOException {
        String heard = Prices.ask(50);
        assertTrue(heard.startsWith("45 prices, 5 too late, "), heard);
    }
}
