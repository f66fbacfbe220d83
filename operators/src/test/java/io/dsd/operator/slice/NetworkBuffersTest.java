package io.dsd.operator.slice;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;

class NetworkBuffersTest {

  @Test
  void aRecordFitsIntoTwoSegmentsOrNot() {
    NetworkBuffers buffers = new NetworkBuffers(MemorySize.parse("32k"));
    assertThat(buffers.fit(65_536)).isTrue();
    assertThat(buffers.fit(65_537)).isFalse();
  }

  @Test
  void theSegmentThatWouldDoIsThePowerOfTwoThatHoldsHalfARecord() {
    assertThat(NetworkBuffers.segmentFor(65_536)).isEqualTo(MemorySize.parse("32k"));
    assertThat(NetworkBuffers.segmentFor(65_537)).isEqualTo(MemorySize.parse("64k"));
    assertThat(NetworkBuffers.segmentFor(288_256)).isEqualTo(MemorySize.parse("256k"));
  }
}
