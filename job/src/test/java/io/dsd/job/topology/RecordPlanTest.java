package io.dsd.job.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dsd.job.options.NetworkSection;
import io.dsd.job.options.OptionsException;
import io.dsd.job.options.RowForm;
import io.dsd.message.round.RowType;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records, and the segments that carry them. */
class RecordPlanTest {

  @ParameterizedTest
  @CsvSource({
    "32, BF16, 256, 32 kb",
    "576, BF16, 256, 256 kb",
    "576, FP32, 256, 512 kb",
    "576, INT8, 240, 128 kb",
    "4096, BF16, 256, 2 mb",
    "8192, BF16, 512, 8 mb"
  })
  void segmentsFollowFromModelAndTokens(int hidden, RowType type, int tokens, String segment) {
    assertThat(new RecordPlan(hidden, type, tokens).segment()).isEqualTo(MemorySize.parse(segment));
  }

  @Test
  void twoSegmentsHoldTheRecordAndHalfOfThemWouldNot() {
    for (int hidden = 64; hidden <= 16384; hidden *= 2) {
      RecordPlan plan = new RecordPlan(hidden, RowType.BF16, 256);
      long segment = plan.segment().getBytes();
      assertThat(Long.bitCount(segment)).isEqualTo(1);
      assertThat(2 * segment).isGreaterThanOrEqualTo(plan.bytes());
      assertThat(segment == 32 << 10 || segment < plan.bytes()).isTrue();
    }
  }

  @Test
  void aKnownNetworkCutsRecordsUntilTheyFit() {
    RecordPlan plan = new RecordPlan(4096, RowType.BF16, 256);
    RecordPlan cut = plan.within(network("256k"), 8);
    assertThat(cut.tokens()).isEqualTo(63);
    assertThat(cut.bytes()).isLessThanOrEqualTo(512 << 10);
  }

  @Test
  void nothingIsCutIfTheNetworkIsUnknownOrLargeEnough() {
    RecordPlan plan = new RecordPlan(576, RowType.BF16, 256);
    assertThat(plan.within(network("0b"), 8)).isEqualTo(plan);
    assertThat(plan.within(network(plan.segment().getBytes() + "b"), 8)).isEqualTo(plan);
  }

  @Test
  void aBlockThatCannotFitIsRefusedWithBothSettings() {
    RecordPlan plan = new RecordPlan(4096, RowType.FP32, 256);
    assertThatThrownBy(() -> plan.within(network("32k"), 8))
        .isInstanceOf(OptionsException.class)
        .hasMessageContaining("network.segment-size")
        .hasMessageContaining("taskmanager.memory.segment-size")
        .hasMessageContaining("128 kb");
  }

  private static NetworkSection network(String segment) {
    return new NetworkSection(MemorySize.parse(segment), RowForm.DTYPE);
  }
}
