package io.dsd.job.bench.loop;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TcpRingTest {

  @Test
  void messagesGoRound() throws Exception {
    try (TcpRing ring = new TcpRing(4, 100_000)) {
      assertThat(ring.trips(10, 100_000))
          .hasSize(10)
          .allSatisfy(nanos -> assertThat(nanos).isPositive());
    }
  }
}
