package io.dsd.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.SimpleCounter;
import org.junit.jupiter.api.Test;

class BusyShareTest {

  private long now = 1_000;
  private final Counter nanos = new SimpleCounter();
  private final BusyShare share = new BusyShare(() -> now, nanos);

  @Test
  void theShareIsOfTheTimeSinceTheLastUpdate() {
    share.during(() -> now += 30);
    now += 70;
    share.update();
    assertThat(share.getValue()).isEqualTo(0.3);
    assertThat(nanos.getCount()).isEqualTo(30);
    now += 100;
    share.update();
    assertThat(share.getValue()).isZero();
  }

  @Test
  void workThatGoesOnCountsForTheTimeThatItTookSoFar() {
    share.during(
        () -> {
          now += 100;
          share.update();
          assertThat(share.getValue()).isEqualTo(1);
          now += 100;
        });
    now += 100;
    share.update();
    assertThat(share.getValue()).isEqualTo(0.5);
    assertThat(nanos.getCount()).isEqualTo(200);
  }
}
