package io.dsd.job.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Links in words and numbers. */
class LinkShapeTest {

  @ParameterizedTest
  @CsvSource({"100mbit, 100000000", "1 Gbit, 1000000000", "64kbit, 64000"})
  void bandwidthsAreReadWithTheirUnit(String text, long bits) {
    assertThat(Bandwidth.parse(text)).isEqualTo(bits);
    assertThat(Bandwidth.parse(Bandwidth.print(bits))).isEqualTo(bits);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "100", "0mbit", "-1mbit", "1.5mbit", "10mb", "99999999999mbit"})
  void anythingElseIsNoBandwidth(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Bandwidth.parse(text))
        .withMessageContaining("such as 100mbit");
  }

  @Test
  void jitterCannotBeMoreThanTheLatency() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> new LinkShape(Duration.ofMillis(2), Duration.ofMillis(3), LinkShape.UNLIMITED))
        .withMessage("jitter 3 ms is not within 0 and the latency, 2 ms");
  }

  @Test
  void whatIsSentTogetherArrivesOneAfterTheOther() {
    LinkShape shape = new LinkShape(Duration.ofMillis(10), Duration.ZERO, 8_000_000);
    LinkClock clock = new LinkClock(shape, 1, 0);
    assertThat(clock.arrival(1_000, 0)).isEqualTo(11_000_000);
    assertThat(clock.arrival(1_000, 0)).isEqualTo(12_000_000);
    assertThat(clock.arrival(1_000, 50_000_000)).as("after a rest").isEqualTo(61_000_000);
  }

  @Test
  void jitterStaysWithinItsBounds() {
    LinkShape shape =
        new LinkShape(Duration.ofMillis(10), Duration.ofMillis(3), LinkShape.UNLIMITED);
    LinkClock clock = new LinkClock(shape, 1, 0);
    for (int i = 0; i < 1_000; i++) {
      assertThat(clock.arrival(1, 0)).isBetween(7_000_000L, 13_000_000L);
    }
  }
}
