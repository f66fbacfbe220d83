package io.dsd.job.topology;

import io.dsd.kafka.option.RecordLimit;
import io.dsd.kafka.prompt.PromptReader;
import io.dsd.kafka.prompt.PromptReaderFactory;
import io.dsd.kafka.prompt.RequestDefaults;
import io.dsd.model.ModelFiles;
import java.nio.file.Path;

/**
 * Makes readers of prompts for the target model.
 *
 * @param model the model's path
 * @param defaults what a request gets that does not say
 * @param limit the largest record
 */
record TargetPromptReader(String model, RequestDefaults defaults, RecordLimit limit)
    implements PromptReaderFactory {

  @Override
  public PromptReader create() {
    ModelFiles files = ModelFiles.open(Path.of(model));
    return new PromptReader(
        files.openTokenizer(),
        files.chatTemplate(),
        files.config().contextLength(),
        defaults,
        limit);
  }
}
