package io.dsd.job.command;

import java.io.PrintWriter;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import picocli.CommandLine.Model.CommandSpec;

/** A bar of answers on standard error. */
final class BenchProgress implements AutoCloseable {

  private final ProgressBar bar;

  private BenchProgress(ProgressBar bar) {
    this.bar = bar;
  }

  /** Takes lines about what comes before the bar. */
  static Consumer<String> notes(CommandSpec spec) {
    PrintWriter err = spec.commandLine().getErr();
    return line -> {
      err.println(line);
      err.flush();
    };
  }

  static BenchProgress begin(String task, int answers) {
    return new BenchProgress(Bars.of(task, answers));
  }

  /** One answer more. */
  void step(String message) {
    bar.setExtraMessage(message);
    bar.step();
  }

  @Override
  public void close() {
    bar.close();
  }
}
