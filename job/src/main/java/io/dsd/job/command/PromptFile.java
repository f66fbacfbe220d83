package io.dsd.job.command;

import io.dsd.job.demo.DemoException;
import io.dsd.job.demo.Prompt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Prompt records in a file, one a line, whatever their bytes are. */
final class PromptFile {

  private PromptFile() {}

  /** The lines that hold anything; the carriage return of a Windows line is not part of it. */
  static List<Prompt> read(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException unreadable) {
      throw new DemoException(file + " cannot be read: " + unreadable, unreadable);
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
