package io.dsd.kafka.prompt;

import java.io.Serializable;

/** Makes the reader of prompts on the task manager, where the tokenizer is. */
@FunctionalInterface
public interface PromptReaderFactory extends Serializable {

  /**
   * A reader; called once per source subtask, before its first record.
   *
   * @throws Exception if what it needs cannot be loaded
   */
  PromptReader create() throws Exception;
}
