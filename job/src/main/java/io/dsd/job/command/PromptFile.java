package io.dsd.job.command;

import io.dsd.job.demo.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** Prompt records in a file, one a line, whatever their bytes are. */
final class PromptFile {

  private PromptFile() {}

  /**
   * The lines that hold anything; the carriage return of a Windows line is not part of it.
   *
   * @throws CommandLine.ParameterException of {@code command} if the file cannot be read
   */
  static List<Prompt> read(Path file, CommandLine command) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (NoSuchFileException missing) {
      throw new CommandLine.ParameterException(
          command, "--prompts: there is no file " + file, missing, null, file.toString());
    } catch (IOException unreadable) {
      throw new CommandLine.ParameterException(
          command,
          "--prompts: %s cannot be read: %s".formatted(file, unreadable.getMessage()),
          unreadable,
          null,
          file.toString());
    }
    List<Prompt> prompts = new ArrayList<>();
    int line = 1;
    int start = 0;
    for (int at = 0; at <= bytes.length; at++) {
      if (at == bytes.length || bytes[at] == '\n') {
        int end = at > start && bytes[at - 1] == '\r' ? at - 1 : at;
        if (end > start) {
          prompts.add(Prompt.line(line, Arrays.copyOfRange(bytes, start, end)));
        }
        start = at + 1;
        line++;
      }
    }
    return prompts;
  }
}
