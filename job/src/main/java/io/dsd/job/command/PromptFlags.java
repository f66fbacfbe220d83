package io.dsd.job.command;

import io.dsd.job.demo.Prompt;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Which prompts a demonstration answers. */
final class PromptFlags {

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description =
          "A prompt; repeatable. Rendered with the model's chat template if it has one. Without any prompt three built-in ones are used.")
  private List<String> texts = new ArrayList<>();

  @Option(
      names = "--prompts",
      paramLabel = "FILE.jsonl",
      description =
          "A file of prompt records as on the topic, one a line, sent as they are; repeatable.")
  private List<Path> files = new ArrayList<>();

  @Option(names = "--raw", description = "Send --prompt texts as they are, without the template.")
  private boolean raw;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "The seed of --prompt texts; records in files have their own.")
  private Long seed;

  /** Whether texts stand as they are, whatever template the model has. */
  boolean raw() {
    return raw;
  }

  /** Says which flags were given in vain. */
  void warn(PrintWriter err) {
    if (seed != null && !files.isEmpty()) {
      err.printf(
          "dsd: --seed %d is not used for the records of --prompts; give each its own \"seed\"%n",
          seed);
    }
    if (raw && texts.isEmpty() && !files.isEmpty()) {
      err.println(
          "dsd: --raw is not used for the records of --prompts; they say \"prompt\" or \"messages\"");
    }
    err.flush();
  }

  /**
   * The prompts, those of files last.
   *
   * @throws CommandLine.ParameterException if a file cannot be read, or all are empty
   */
  List<Prompt> prompts(boolean chat, boolean stream, CommandLine command) {
    OptionalLong chosen = seed == null ? OptionalLong.empty() : OptionalLong.of(seed);
    List<String> asked = texts.isEmpty() && files.isEmpty() ? Prompt.BUILT_IN : texts;
    List<Prompt> prompts = new ArrayList<>();
    asked.forEach(text -> prompts.add(Prompt.of(text, chat, stream, chosen)));
    files.forEach(file -> prompts.addAll(PromptFile.read(file, command)));
    if (prompts.isEmpty()) {
      throw new CommandLine.ParameterException(
          command, "--prompts: there is not a single record in " + files);
    }
    return prompts;
  }
}
