package io.dsd.kafka.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.message.SequenceId;
import java.util.HashSet;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class SequenceSeedTest {

  @Test
  void theSeedOfASequenceIsTheSameInEveryRelease() {
    assertThat(SequenceSeed.of(new SequenceId("prompts", 0, 0))).isEqualTo(8360203796253826L);
    assertThat(SequenceSeed.of(new SequenceId("prompts", 3, 1L << 40)))
        .isEqualTo(3773402082570680L);
  }

  @Test
  void neighbouringRecordsHaveDifferentSeeds() {
    Set<Long> seeds = new HashSet<>();
    for (int partition = 0; partition < 10; partition++) {
      for (int offset = 0; offset < 1000; offset++) {
        seeds.add(SequenceSeed.of(new SequenceId("prompts", partition, offset)));
      }
    }
    assertThat(seeds).hasSize(10_000);
  }

  @Property
  void everySeedIsANumberThatJavaScriptCanHold(
      @ForAll String topic, @ForAll int partition, @ForAll @LongRange(min = 0) long offset) {
    assertThat(SequenceSeed.of(new SequenceId(topic, partition, offset)))
        .isBetween(0L, (1L << 53) - 1);
  }
}
