package io.dsd.job.options;

import static org.assertj.core.api.Assertions.assertThat;

import io.dsd.job.Documents;
import org.junit.jupiter.api.Test;

class OptionsPageTest {

  @Test
  void theReferenceInDocsIsWhatTheCodeSays() {
    Documents.assertSame("configuration.md", OptionsPage.markdown());
  }

  @Test
  void everyKeyIsThereOnceWithAMeaning() {
    assertThat(Key.all()).extracting(Key::name).doesNotHaveDuplicates().contains("kafka.delivery");
    assertThat(Key.all())
        .allSatisfy(key -> assertThat(key.setting().meaning()).as(key.name()).endsWith("."));
  }

  @Test
  void everyDefaultIsAllowed() {
    assertThat(Key.all())
        .filteredOn(key -> !key.required())
        .allSatisfy(key -> assertThat(key.parse(key.setting().fallback())).isNotNull());
  }
}
