package io.dsd.job.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.link.LinkMeasurement;
import io.dsd.job.link.LinkShape;
import io.dsd.job.link.Loopback;
import io.dsd.job.link.Relay;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A link that another process has stalled. */
class LinkControlTest {

  private static final LinkShape FAST =
      new LinkShape(Duration.ofMillis(1), Duration.ZERO, LinkShape.UNLIMITED);

  @Test
  void nothingPassesAStalledLinkUntilItGoesOn() throws Exception {
    int control = new Ports().free();
    try (Relay stalled = new Relay("slice-0", FAST);
        Relay other = new Relay("slice-1", FAST)) {
      InetSocketAddress probe = Loopback.at(stalled.relayProbes(0));
      InetSocketAddress beside = Loopback.at(other.relayProbes(0));
      LinkControl.listen(control, Map.of("slice-0", stalled, "slice-1", other));

      LinkControl.stall(control, "slice-0", Duration.ofSeconds(2));
      assertThat(elapsed(beside)).isLessThan(Duration.ofSeconds(1));
      assertThat(elapsed(probe)).isGreaterThan(Duration.ofMillis(500));
      assertThat(elapsed(probe)).isLessThan(Duration.ofSeconds(1));
    }
  }

  /** How long a few round trips take, one after the other. */
  private static Duration elapsed(InetSocketAddress probe) throws IOException {
    long start = System.nanoTime();
    LinkMeasurement.of(probe, 1);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  @Test
  void aLinkThatNobodyKnowsIsRefused() throws Exception {
    int control = new Ports().free();
    LinkControl.listen(control, Map.of());
    assertThatThrownBy(() -> LinkControl.stall(control, "slice-7", Duration.ofSeconds(1)))
        .isInstanceOf(IOException.class);
  }
}
